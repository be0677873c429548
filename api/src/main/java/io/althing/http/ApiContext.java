package io.althing.http;

import io.althing.registry.NodeId;
import io.althing.registry.Region;
import io.althing.security.Authenticator;
import io.althing.store.RegistryStore;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.InstantSource;
import java.util.function.Supplier;

/**
 * What every resource works with.
 *
 * @param region the region this node stands in
 * @param ids makes ULIDs; called from any thread
 * @param meters where figures are kept and scraped from
 */
public record ApiContext(RegistryStore store, Region region, NodeId node, Authenticator authenticator,
        InstantSource clock, Supplier<String> ids, Wire wire, Settings settings, PrometheusMeterRegistry meters) {}
