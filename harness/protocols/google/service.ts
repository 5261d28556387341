/** The same models behind two front doors, with their own hosts, credentials and quotas. */
export interface Service {
  readonly name: "gemini" | "vertex";
  readonly host: string;
  /** How the service names a model in its messages. */
  modelName(model: string): string;
}

export const geminiApi: Service = {
  name: "gemini",
  host: "generativelanguage.googleapis.com",
  modelName: (model) => `models/${model}`,
};

export const vertexAi: Service = {
  name: "vertex",
  host: "aiplatform.googleapis.com",
  modelName: (model) => `projects/brownout/locations/global/publishers/google/models/${model}`,
};
