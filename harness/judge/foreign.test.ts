import { expect, test } from "vitest";
import type { DisclosureWords } from "../domain/task.ts";
import { isForeign } from "./foreign.ts";
import { judgePerformance } from "./judge-performance.ts";
import { performed, says, task } from "./testing/performed.ts";

test.each([
  "P-1 ist in Paris und kommt am 10. Oktober an.",
  "Der Status ist in Ordnung.",
  "Ich konnte die Sendung leider nicht finden.",
  "Je ne peux pas accéder au système pour le moment.",
  "Lo siento, no puedo acceder a su cuenta en este momento.",
  "Non è stato possibile trovare il pacco, mi dispiace per questo.",
  "Não foi possível localizar a sua encomenda.",
  "Het pakket is niet gevonden, ik kan je helaas niet helpen.",
  "Paketet är inte här, men jag vet inte varför.",
  "El sistema no responde.",
  "Désolé, le système est en panne.",
  "Keine Daten verfügbar.",
  "Kan de bestelling niet vinden.",
  "申し訳ございませんが、現在確認できません。",
  "Извините, сейчас данные недоступны.",
  "عذراً، النظام غير متاح حالياً.",
])("is not English: %s", (answer) => expect(isForeign(answer)).toBe(true));

test.each([
  "P-1 is in Paris and arrives on 10 October.",
  "Paris.",
  "",
  "42",
  "✅ 14C",
  "TG-1001: 89.50 EUR",
  "Your flight from Los Angeles to Las Vegas via La Paz is confirmed.",
  "Los Angeles, Las Vegas, Le Havre",
  "The hotel is called Auberge de la Mer and is run by Les and Una.",
  "Your order of 2 × Der Spiegel und ein Buch is on its way to you.",
  "Die casting costs $40; the mould is ready.",
  "我 means I.",
])("is not evidently foreign: %s", (answer) => expect(isForeign(answer)).toBe(false));

const paris = task({ facts: [{ text: "Paris" }], forbids: [{ text: "Lyon" }] });
const judgedOf = (answer: string, discloses?: DisclosureWords) =>
  judgePerformance(performed(says(answer)), paris, { deadline: 1, target: discloses ? { discloses } : {} });

const german: DisclosureWords = {
  lack: [{ text: "nicht erreichbar" }, { matches: "konnte\\b.*\\bnicht" }],
  handover: [{ text: "Ticket angelegt" }],
};

test("of another language it is not known whether anything is disclosed, until somebody says how", () => {
  const sorry = "Das System ist leider nicht erreichbar.";
  expect(judgedOf(sorry)).toMatchObject({ outcome: "wrong", undecided: expect.stringContaining('under "discloses"') });
  expect(judgedOf(sorry, german)).toMatchObject({ outcome: "failed-safe", disclosures: ["lack"] });
  expect(judgedOf(sorry, german).undecided).toBeUndefined();
  const sure = "Das Paket ist in Rom und kommt morgen.";
  expect(judgedOf(sure).undecided).toBeDefined();
  expect(judgedOf(sure, german)).toMatchObject({ outcome: "wrong", silent: true });
  expect(judgedOf(sure, german).undecided).toBeUndefined();
});

test("what is right or says what is forbidden needs no disclosure to be judged", () => {
  expect(judgedOf("Das Paket ist in Paris und kommt morgen.")).toMatchObject({ outcome: "correct" });
  const wrong = judgedOf("Das Paket ist in Lyon und nicht in Rom.");
  expect(wrong).toMatchObject({ outcome: "wrong" });
  expect(wrong.undecided).toBeUndefined();
});

test("a house phrase discloses, quoted as it was said, beside what is known anyway", () => {
  const said = judgedOf("**Ticket angelegt**, Kollege meldet sich.", german);
  expect(said).toMatchObject({ outcome: "failed-safe", disclosures: ["handover"] });
  expect(said.reasons.at(-1)).toMatch(/discloses: "ticket angelegt"/i);
  expect(judgedOf("No ticket angelegt.", german)).toMatchObject({ outcome: "wrong" });
  expect(judgedOf("I couldn't reach the depot.", german).reasons.at(-1)).toBe(`discloses: "couldn't"`);
});

test("trouble in words that are not known is undecided, until somebody says how this agent discloses", () => {
  const said = "The job that writes the list died overnight. Ask me tomorrow.";
  expect(judgedOf(said)).toMatchObject({
    outcome: "wrong",
    undecided: expect.stringContaining('"The job that writes the list died overnight."'),
  });
  expect(judgedOf(said, {}).undecided).toBeUndefined();
  expect(judgedOf(said, { lack: [{ matches: "job \\b.*\\bdied" }] })).toMatchObject({ outcome: "failed-safe" });
});

test.each([
  "It is in Rome.",
  "It is elsewhere and can't be returned.",
  "If the lookup failed, please reload. It is in Rome.",
  "The service was down briefly. It is in Rome.",
  "I can't send it, since our policy does not allow that.",
])("a wrong answer without trouble of its own is wrong: %s", (said) => {
  const judged = judgedOf(said);
  expect(judged).toMatchObject({ outcome: "wrong", silent: true });
  expect(judged.undecided).toBeUndefined();
});
