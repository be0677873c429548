package io.althing.raft.transport;

import java.time.Instant;

/**
 * What a node shows its peers and whom it trusts, as of its last successful reading.
 *
 * @param serial the certificate's serial number, hexadecimal
 * @param ends when the certificate ends
 * @param authorities how many authorities are trusted; two while one follows another
 * @param authoritiesEnd when the first of them ends
 */
public record CertificatesInForce(String serial, Instant ends, int authorities, Instant authoritiesEnd) {}
