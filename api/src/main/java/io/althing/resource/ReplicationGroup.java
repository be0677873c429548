package io.althing.resource;

import io.althing.replica.Replica;

/**
 * This node in its replication group.
 *
 * @param membership changes the group
 * @param replica what this node holds of it, to be compared with the others
 */
public record ReplicationGroup(Membership membership, Replica replica) {}
