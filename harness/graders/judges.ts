import type { ApiProvider } from "promptfoo";
import type { Grading, PromptfooAssertion } from "../domain/task.ts";

type Load = (provider: string, context: { options: Record<string, unknown> }) => Promise<ApiProvider>;

/** What went wrong at the judges while one assertion was run. */
export type Complaints = string[];

/** Puts judges that tell of their own failures in the place of those that the task names. */
export async function watchJudges(
  grading: Grading,
  assertion: PromptfooAssertion,
  load: Load,
  complaints: Complaints,
): Promise<{ readonly assertion: PromptfooAssertion; readonly options: Record<string, unknown> }> {
  const watch = (provider: unknown): Promise<unknown> => watched(provider, load, complaints);
  const own = async (one: PromptfooAssertion): Promise<PromptfooAssertion> => ({
    ...one,
    ...(one.provider === undefined ? {} : { provider: await watch(one.provider) }),
  });
  const parts = assertion.assert as readonly PromptfooAssertion[] | undefined;
  const options = { ...grading.options };
  if (options.provider !== undefined) options.provider = await watch(options.provider);
  return {
    assertion: { ...(await own(assertion)), ...(parts ? { assert: await Promise.all(parts.map(own)) } : {}) },
    options,
  };
}

/** A provider as promptfoo takes it: a name, a name with options, or one for each kind of question (`text`, `embedding`, …). */
async function watched(provider: unknown, load: Load, complaints: Complaints): Promise<unknown> {
  if (typeof provider === "string") return listening(await load(provider, { options: {} }), complaints);
  if (typeof provider !== "object" || provider === null) return provider;
  const fields = provider as Record<string, unknown>;
  if (typeof fields.id === "string") return listening(await load(fields.id, { options: fields }), complaints);
  const kinds = await Promise.all(
    Object.entries(fields).map(async ([kind, one]) => [kind, await watched(one, load, complaints)] as const),
  );
  return Object.fromEntries(kinds);
}

/** A judge that is throttled gives an error where its opinion should be; promptfoo makes a failed assertion of that. */
function listening(provider: ApiProvider, complaints: Complaints): ApiProvider {
  return new Proxy(provider, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name, target);
      if (typeof member !== "function") return member;
      if (typeof name !== "string" || !/^call.*Api$/.test(name)) return member.bind(target);
      return async (...values: unknown[]): Promise<unknown> => {
        try {
          const answer: unknown = await member.apply(target, values);
          const error = (answer as { error?: unknown } | undefined)?.error;
          if (error !== undefined && error !== null) complaints.push(String(error));
          return answer;
        } catch (error) {
          complaints.push(error instanceof Error ? error.message : String(error));
          throw error;
        }
      };
    },
  });
}
