import { placeAuthority } from "../place-authority.ts";

/** Places a certificate, says where, and waits for its end. */
const { file } = await placeAuthority("-----BEGIN CERTIFICATE-----");
process.stdout.write(file);
setInterval(() => {}, 60_000);
