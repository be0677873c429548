package io.althing.chaos.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.althing.chaos.drill.FreePorts;
import io.althing.chaos.drill.Processes;
import io.althing.chaos.drill.Waiting;
import io.althing.client.Json;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/** Three etcd members with their defaults, synced to disk, spoken to through their JSON gateway. */
final class EtcdContender implements Contender {
    private static final int MEMBERS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Processes processes = new Processes();
    private final HttpClient http = HttpClient.newHttpClient();
    private final Keys keys;
    private final List<Integer> clientPorts;
    private final List<Long> pids = new ArrayList<>();

    private EtcdContender(Keys keys, List<Integer> clientPorts) {
        this.keys = keys;
        this.clientPorts = clientPorts;
    }

    static EtcdContender start(Path binary, Path home, Keys keys) throws IOException, InterruptedException {
        Files.createDirectories(home);
        List<Integer> ports = FreePorts.draw(2 * MEMBERS);
        var etcd = new EtcdContender(keys, ports.subList(0, MEMBERS));
        try {
            List<Integer> peers = ports.subList(MEMBERS, 2 * MEMBERS);
            for (int i = 0; i < MEMBERS; i++) {
                List<String> command = command(binary, home, i, ports.get(i), peers);
                etcd.pids.add(etcd.processes.start("etcd " + i, home.resolve("e" + i + ".log"), command).pid());
            }
            etcd.leader();
            return etcd;
        } catch (IOException | InterruptedException | RuntimeException e) {
            etcd.close();
            throw e;
        }
    }

    private static List<String> command(Path binary, Path home, int member, int clientPort, List<Integer> peers) {
        List<String> cluster = new ArrayList<>();
        for (int i = 0; i < MEMBERS; i++) {
            cluster.add("e" + i + "=" + url(peers.get(i)));
        }
        return List.of(binary.toString(), "--name", "e" + member, "--data-dir", home.resolve("e" + member).toString(),
                "--listen-client-urls", url(clientPort), "--advertise-client-urls", url(clientPort),
                "--listen-peer-urls", url(peers.get(member)), "--initial-advertise-peer-urls",
                url(peers.get(member)), "--initial-cluster", String.join(",", cluster), "--initial-cluster-token",
                "althing-bench", "--initial-cluster-state", "new", "--heartbeat-interval", "100", "--election-timeout",
                "1000", "--snapshot-count", "100000", "--quota-backend-bytes", "8589934592",
                "--auto-compaction-mode", "revision", "--auto-compaction-retention", "1000000", "--logger", "zap",
                "--log-level", "warn");
    }

    private static String url(int port) {
        return "http://127.0.0.1:" + port;
    }

    @Override
    public String name() {
        return "etcd";
    }

    @Override
    public InetSocketAddress leader() throws InterruptedException {
        int port = Waiting.value("an etcd member leads", PATIENCE,
                () -> clientPorts.stream().filter(this::leads).findFirst());
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private boolean leads(int port) {
        Optional<JsonNode> status = status(port);
        return status.isPresent() && status.get().path("leader").asText("").equals(
                status.get().path("header").path("member_id").asText("none"));
    }

    private Optional<JsonNode> status(int port) {
        HttpRequest request = HttpRequest.newBuilder(URI.create(url(port) + "/v3/maintenance/status"))
                .timeout(Duration.ofSeconds(2)).POST(HttpRequest.BodyPublishers.ofString("{}")).build();
        try {
            return Optional.of(Json.mapper().readTree(http.send(request, HttpResponse.BodyHandlers.ofString()).body()));
        } catch (IOException notYet) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }

    @Override
    public Requests requests(Operation operation) {
        return switch (operation) {
            case WRITE -> number -> post("/v3/kv/put",
                    "{\"key\":\"" + base64(Keys.key(number)) + "\",\"value\":\"" + base64(keys.value(number)) + "\"}");
            case LINEARIZABLE_READ -> number -> post("/v3/kv/range", "{\"key\":\"" + base64(Keys.key(number)) + "\"}");
            case LOCAL_READ -> number -> post("/v3/kv/range",
                    "{\"key\":\"" + base64(Keys.key(number)) + "\",\"serializable\":true}");
        };
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuf post(String path, String body) {
        return Unpooled.wrappedBuffer(("POST " + path
                + " HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: " + body.length()
                + "\r\n\r\n" + body).getBytes(StandardCharsets.US_ASCII));
    }

    @Override
    public Acknowledged acknowledged(Operation operation) {
        return Acknowledged.IGNORED;
    }

    @Override
    public List<Long> pids() {
        return List.copyOf(pids);
    }

    @Override
    public void close() {
        processes.close();
        http.close();
    }
}
