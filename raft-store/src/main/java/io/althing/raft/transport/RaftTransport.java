package io.althing.raft.transport;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;

import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcServer;

/** One node's way of reaching the others and being reached. */
public interface RaftTransport extends AutoCloseable {

    /**
     * Reads what the transport needs from disk; called once, before anything is made.
     *
     * @throws IOException naming the file that is missing, unreadable or unfit
     */
    default void open() throws IOException {}

    /** What is shown and who is trusted; empty on a plaintext wire. */
    default Optional<CertificatesInForce> certificates() {
        return Optional.empty();
    }

    /** How much was refused so far, by kind. */
    default Map<String, Long> refused() {
        return Map.of();
    }

    /**
     * Reads the certificate files again, uses them for every handshake from now on, and replaces open connections.
     *
     * @throws IOException naming what is wrong with them; the old ones stay in force then
     */
    default void reloadCertificates() throws IOException {}

    /** A server bound to this node's one configured address once initialised. */
    RpcServer newServer();

    /** A client that dials peers by the dial map. Each client has its own connections. */
    RpcClient newClient();

    /** Lets go of threads and sockets, after servers and clients have been shut down. */
    @Override
    default void close() {}
}
