package io.althing.raft.transport;

import java.nio.file.Path;

/**
 * Where a node's certificate lives, all PEM.
 *
 * @param certificate the node's certificate, then any intermediate ones
 * @param key its private key, PKCS#8, unencrypted; readable by the node's user only
 * @param authorities the certificates of those who may issue node certificates of this cluster
 */
public record TlsFiles(Path certificate, Path key, Path authorities) {}
