import type { Conversation, ModelTurn } from "../../../domain/conversation.ts";
import { completeMembers } from "../../shared/complete-members.ts";
import { tierMember } from "./service-tier.ts";
import { wireStop } from "./stop-reasons.ts";
import { usageMembers } from "./usage.ts";

/** Output, stop reason and usage; members in alphabetical order, as the service writes them. */
export const outputOf = (turn: ModelTurn, conversation: Conversation): Record<string, unknown> => ({
  output: { message: { content: contentOf(turn), role: "assistant" } },
  ...tierMember(conversation.tier),
  stopReason: wireStop(turn),
  ...usageMembers(turn, conversation),
});

/** Tool input is a JSON value here: of arguments that were cut it has the members that were complete. */
const contentOf = ({ text, toolCalls }: ModelTurn): unknown[] => [
  ...(text === "" ? [] : [{ text }]),
  ...toolCalls.map(({ id, name, arguments: written }) => ({
    toolUse: { input: completeMembers(written), name, toolUseId: id },
  })),
];
