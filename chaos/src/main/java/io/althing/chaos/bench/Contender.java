package io.althing.chaos.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** A replicated store under load: three running members. */
interface Contender extends AutoCloseable {
    String name();

    /** Where the member listens that leads now. */
    InetSocketAddress leader() throws IOException, InterruptedException;

    /** Makes requests of this kind. */
    Requests requests(Operation operation);

    /** Told of acknowledged requests of this kind. */
    Acknowledged acknowledged(Operation operation);

    /** Process ids of the members. */
    List<Long> pids();

    @Override
    void close();
}
