import { expect, test } from "vitest";
import { disclosureIn } from "./disclosure.ts";

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
])("does not disclose: %s", (answer) => {
  expect(disclosureIn(answer)).toBeUndefined();
});
