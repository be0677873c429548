package io.althing.chaos.bench;

import io.althing.chaos.drill.LoopbackCluster;
import io.althing.chaos.drill.NodeFiles;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;

/** Three Althing nodes; a write is {@code PUT /v1/models/bench/tags/<key>} with a request id of its own. */
final class AlthingContender implements Contender {
    /** Begins each request id, before the number of the request. */
    static final String REQUEST_ID = "bench-";

    private final LoopbackCluster cluster;
    private final Keys keys;
    private final BitSet written = new BitSet();

    private AlthingContender(LoopbackCluster cluster, Keys keys) {
        this.cluster = cluster;
        this.keys = keys;
    }

    static AlthingContender start(Path home, List<String> flags, NodeFiles.Wire wire, Keys keys)
            throws IOException, InterruptedException {
        return new AlthingContender(LoopbackCluster.started(home, flags, wire), keys);
    }

    LoopbackCluster cluster() {
        return cluster;
    }

    /** Numbers of the acknowledged writes; to be read between runs. */
    BitSet written() {
        return written;
    }

    @Override
    public String name() {
        return "althing";
    }

    @Override
    public InetSocketAddress leader() throws InterruptedException {
        var api = cluster.api(cluster.awaitLeader());
        return new InetSocketAddress(api.getHost(), api.getPort());
    }

    @Override
    public Requests requests(Operation operation) {
        return switch (operation) {
            case WRITE -> this::put;
            case LINEARIZABLE_READ -> number -> get(number, "");
            case LOCAL_READ -> number -> get(number, "?consistency=local");
        };
    }

    private ByteBuf put(long number) {
        String body = "{\"value\":\"" + keys.value(number) + "\"}";
        return ascii("PUT /v1/models/bench/tags/" + Keys.key(number) + " HTTP/1.1\r\nHost: 127.0.0.1\r\n"
                + "Authorization: Bearer " + cluster.adminToken() + "\r\nIdempotency-Key: " + REQUEST_ID + number
                + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private static ByteBuf get(long number, String query) {
        return ascii("GET /v1/models/bench/tags/" + Keys.key(number) + query + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Acknowledged acknowledged(Operation operation) {
        return switch (operation) {
            case WRITE -> number -> written.set((int) number);
            case LINEARIZABLE_READ, LOCAL_READ -> Acknowledged.IGNORED;
        };
    }

    @Override
    public List<Long> pids() {
        return cluster.alive().stream().map(name -> cluster.process(name).pid()).toList();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
