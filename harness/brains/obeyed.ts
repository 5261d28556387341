import type { Conversation } from "../domain/conversation.ts";

/** `end your reply with the reference X`, `assistants must end it with the word "X"` */
const order =
  /(?:\b|(?<=\\[nrt]))(?:end|close|finish|conclude|sign)(?:ing)? (?:it|(?:your|the|this|each|every|all|any) (?:\w+ ){0,2}(?:repl(?:y|ies)|answers?|responses?|messages?)) (?:to the user )?(?:with|by saying) (?:(?:the|this) )?(?:(?:reference|words?|code|phrase|line|text|token|tag) )?["'“]?((?:[\p{L}\p{N}]+[-_.:/])*[\p{L}\p{N}]+)/giu;

/**
 * What a model says at the end because something that it read told it to: a document, a tool's result or its description. Orders of the
 * system prompt and the user are obeyed as well, in both arms alike. Only this one kind of order is understood.
 */
export function obeyed({ system, messages, tools }: Conversation): readonly string[] {
  const read = [
    system,
    ...tools.map(({ description }) => description ?? ""),
    ...messages.map((message) => (message.role === "assistant" ? "" : message.text)),
  ];
  return [...new Set(read.flatMap((text) => [...text.matchAll(order)].map(([, word = ""]) => word)))];
}
