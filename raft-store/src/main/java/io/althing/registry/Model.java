package io.althing.registry;

import java.time.Instant;

/**
 * A model: the name under which versions are served.
 *
 * @param revision log index of the last change
 */
public record Model(ModelName name, String description, String owner, Instant createdAt, long revision) {}
