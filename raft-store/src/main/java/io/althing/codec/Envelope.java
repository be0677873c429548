package io.althing.codec;

import io.althing.registry.Actor;
import io.althing.registry.Blob;
import io.althing.registry.NodeId;
import java.util.Optional;

/** A proposal with its command still as bytes: what lies in the log. */
record Envelope(String requestId, Actor actor, NodeId node, Optional<Long> expectedRevision, Blob command) {}
