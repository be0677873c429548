package io.althing.chaos.workload;

import java.net.URI;

/** A node to ask. */
public record Target(String node, URI api) {}
