export default { start() {} };
