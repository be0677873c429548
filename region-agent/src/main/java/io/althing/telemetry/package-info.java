/**
 * What the gateway's requests and the labels that follow them amount to, per model, rollout and arm: for the canary's judge, look by
 * look, and for Prometheus. Everything here is bounded in memory and cheap enough for every request.
 */
@NullMarked
package io.althing.telemetry;

import org.jspecify.annotations.NullMarked;
