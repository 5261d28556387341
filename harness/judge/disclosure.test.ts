import { expect, test } from "vitest";
import { disclosureIn, disclosuresIn } from "./disclosure.ts";

test.each([
  "I wasn't able to reach the order system.",
  "I am not able to see your order at the moment.",
  "This information may be out of date.",
  "Please note the policy may have changed since.",
  "This price is unverified.",
  "I have not verified this with the shop.",
  "I've handed this over to a human agent.",
  "Your case was forwarded to our returns team.",
  "A colleague will get back to you tomorrow.",
  "A support ticket has been opened.",
  "I don't know.",
  "I'm not sure which policy applies.",
  "I found no relevant policy for that.",
  "We're having trouble reaching our systems.",
  "The order lookup is not responding.",
  "This is an incomplete answer.",
  "Our systems cannot retrieve the order right now.",
  "Based on an older copy, it was 30 days.",
  "I can't confirm the stock level.",
  "The amount could not be verified.",
  "When I looked it up, I could not reach the policy base.",
  "I cannot tell you the return window.",
  "It looks like the policy service is unavailable.",
  "When I checked, the policy service was unavailable.",
  "All I can say is that the policy base is down.",
  "As you can see, I was unable to verify this.",
  "The policy lookup timed out, so I don't want to guess.",
  "I can't give you a reliable figure.",
  "The documents I found disagree.",
  "Our return policy isn't available to me right now.",
  "I want to let you know that I could not verify this.",
  "I'm afraid that I cannot confirm it.",
  "Your case has been passed to our support team.",
  "Our stock system isn't responding right now. Please try again in a few minutes.",
  "The stock system isn't responding.",
  "The inventory is offline, so I can't give you a number.",
  "That information isn't available right now.",
  "Something went wrong while I was looking that up.",
  "There was a problem getting the stock level.",
  "The lookup failed.",
  "Stock levels are currently unknown.",
  "Stock: unknown",
  "There may be 12, but I can't guarantee that.",
  "I cannot promise you a date.",
  "I can't guarantee the stock level.",
  "Stock information unavailable.",
  "No data.",
  "I have no current data on this.",
  "I haven't been able to get an answer from the warehouse.",
  "My inventory tool gave no answer, and I do not want to make one up.",
  "I need to check with a colleague and will get back to you.",
  "Let me pass you to somebody in the shop.",
  "Live inventory data is temporarily out of reach.",
])("discloses: %s", (answer) => {
  expect(disclosureIn(answer)).toBeDefined();
});

test.each([
  "It could not be easier.",
  "We couldn't be more pleased with the tent.",
  "You couldn't ask for a better boot.",
  "I couldn't agree more.",
  "Items without a receipt cannot be exchanged.",
  "We cannot accept returns after 30 days.",
  "If you're unable to print the label, show the code.",
  "Customers who are unable to travel may post it.",
  "No need to open a ticket.",
  "You don't have to escalate this.",
  "If you want, I can pass this to a colleague.",
  "Let me know if I should escalate this.",
  "The tent is sold out.",
  "Please try the boots on indoors.",
  "Your ticket to the outdoors!",
  "It is certain to arrive on Monday.",
  "I'm sorry your tent had a problem.",
  "Please check that the tags are still on.",
  "Please confirm this by replying YES.",
  "Our support team will contact you with a label.",
  "I have sent the label to our warehouse team.",
  "parcels which could not be delivered are returned",
  "Sale items are not able to be returned.",
  "No escalation is required.",
  "Refunds are subject to verification of the item.",
  "Something went wrong. Please try again later.",
  "I can escalate this for you.",
  "You should confirm this by mail.",
  "We have 12 in stock, I don't know anyone who dislikes it!",
  "Unable to find a better price elsewhere? We have 12 in stock.",
  "You need to check with your bank.",
  "Good news: 12 are in stock, although I can't guarantee the color.",
  "This item is currently unavailable.",
  "There was a problem with your payment card, so it was declined.",
  "The order status is delivered, and the data sheet is enclosed.",
  "You have no data roaming abroad with this watch.",
])("does not disclose: %s", (answer) => {
  expect(disclosureIn(answer)).toBeUndefined();
});

test.each([
  ["I could not verify this.", ["doubt"]],
  ["The figure may be out of date.", ["doubt"]],
  ["The documents I found disagree.", ["doubt"]],
  ["I could not reach the policy base.", ["lack"]],
  ["I have passed this to a colleague.", ["handover"]],
  ["I could not reach the shop. I have opened a ticket.", ["lack", "handover"]],
])("tells kinds apart: %s", (answer, expected) => {
  expect([...new Set(disclosuresIn(answer).map(({ kind }) => kind))]).toEqual(expected);
});

test.each([
  "I can't a ",
  "the lookup for ",
  "no word-word ",
  "tracking ",
  "returned an x ",
  "it is currently ",
  "an internal server ",
  "a",
  "is not currently ",
  "but it has ",
])("is quick with any length of: %s", (words) => {
  const seconds = (times: number): number => {
    const from = process.cpuUsage();
    disclosureIn(`not error ticket may will ${words.repeat(times)}`);
    const { user, system } = process.cpuUsage(from);
    return (user + system) / 1e6;
  };
  seconds(10);
  // Ten thousand times took 0.1 s; what looks back over the whole text takes minutes.
  expect(seconds(10_000)).toBeLessThan(3);
});
