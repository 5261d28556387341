import { BadRequest } from "../../../domain/protocol.ts";
import type { ServiceTier } from "../../../domain/quota.ts";
import type { WireRequest } from "../../../domain/wire.ts";

/** API reference, ServiceTier: Converse has it in its body and in the reply's, InvokeModel in a header both ways. */
export const serviceTiers = ["default", "flex", "priority", "reserved"] as const;
const header = "x-amzn-bedrock-service-tier";

/** The tier that an InvokeModel request asks for in its header. @throws {BadRequest} for a name that the service does not know. */
export function tierAsked({ headers }: WireRequest): string | undefined {
  const asked = headers[header];
  if (asked === undefined || serviceTiers.some((tier) => tier === asked)) return asked;
  throw new BadRequest(
    `1 validation error detected: Value at 'serviceTier' failed to satisfy constraint: Member must satisfy enum value set: [${serviceTiers.join(", ")}]`,
  );
}

export const tierHeaders = (tier: string | undefined): Record<string, string> =>
  tier === undefined ? {} : { [header]: tier };

export const tierMember = (tier: string | undefined): { readonly serviceTier?: unknown } =>
  tier === undefined ? {} : { serviceTier: { type: tier } };

/** Reserved capacity is the client's own, and comes before all others. */
export const bedrockTier = (asked: string | undefined): ServiceTier =>
  asked === "priority" || asked === "reserved" ? "priority" : asked === "flex" ? "flex" : "default";
