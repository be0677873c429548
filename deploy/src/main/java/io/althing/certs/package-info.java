/**
 * Certificates of nodes on disk: a cluster's own authority, what it issues, and how one authority follows another while nodes run.
 * What a certificate means between nodes is said in {@link io.althing.raft.transport}.
 */
@NullMarked
package io.althing.certs;

import org.jspecify.annotations.NullMarked;
