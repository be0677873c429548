package io.althing.resource;

import io.althing.search.AuditSearch;

/**
 * What can be done with this node's audit log beside reading its files.
 *
 * @param search finds entries
 * @param archive keeps the oldest ones
 */
public record AuditDesk(AuditSearch search, Archive archive) {}
