import { NodeHttp2Handler, NodeHttpHandler } from "@smithy/node-http-handler";
import type { DriverContext } from "../driver.ts";

/** What every client is given: its address, and credentials that nobody checks. */
export const placeOf = ({ baseUrl }: DriverContext) => ({
  endpoint: baseUrl,
  region: "us-east-1",
  credentials: { accessKeyId: "AKIDEXAMPLE", secretAccessKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY" },
});

/** The handler over HTTP/1.1. Its timeout ends a request only where it is told to throw. */
export const overHttp1 = ({ timeout }: DriverContext): NodeHttpHandler =>
  new NodeHttpHandler(timeout === undefined ? {} : { requestTimeout: timeout, throwOnRequestTimeout: true });

/** The default of clients that speak HTTP/2, replaced by its like only where there is a timeout to set. */
export const overHttp2 = ({ timeout }: DriverContext): { readonly requestHandler?: NodeHttp2Handler } =>
  timeout === undefined
    ? {}
    : { requestHandler: new NodeHttp2Handler({ requestTimeout: timeout, disableConcurrentStreams: true }) };
