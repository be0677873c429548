package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.registry.Command;
import io.althing.registry.Town;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Prints what a tag costs over HTTP: CPU of the event loops alone, and of the whole process with the store in memory and the clients. */
@Tag("long")
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TagSpeed {
    private static final int REQUESTS = 10_000;
    private static final int CONNECTIONS = 8;

    @Test
    void cpu_time_of_a_tag(@TempDir Path data) throws Exception {
        try (TestRegion region = TestRegion.start(data)) {
            region.propose(Town.OPERATOR, new Command.CreateModel(Town.DIGITS, "", "olga"));
            for (int round = 0; round < 3; round++) {
                measure("PUT", region.base());
                measure("GET", region.base());
            }
        }
    }

    private static void measure(String method, URI base) throws Exception {
        long loopsBefore = loops();
        long processBefore = process();
        List<Thread> clients = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            clients.add(Thread.ofPlatform().start(() -> run(method, base)));
        }
        for (Thread client : clients) {
            client.join();
        }
        double all = (double) REQUESTS * CONNECTIONS * 1000;
        System.out.printf(Locale.ROOT, "%s tag: %.1f us on event loops, %.1f us in the whole process%n", method,
                (loops() - loopsBefore) / all, (process() - processBefore) / all);
    }

    private static long loops() {
        var threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (long id : threads.getAllThreadIds()) {
            var info = threads.getThreadInfo(id);
            if (info != null && info.getThreadName().contains("eventloop")) {
                sum += threads.getThreadCpuTime(id);
            }
        }
        return sum;
    }

    private static long process() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static void run(String method, URI base) {
        String body = method.equals("PUT") ? "{\"value\":\"" + "x".repeat(256) + "\"}" : "";
        byte[] request = (method + " /v1/models/digits/tags/team HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer olga\r\n"
                + "Content-Type: application/json\r\nContent-Length: " + body.length() + "\r\n\r\n" + body)
                .getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(base.getHost(), base.getPort())) {
            socket.setTcpNoDelay(true);
            byte[] buffer = new byte[16_384];
            for (int i = 0; i < REQUESTS; i++) {
                socket.getOutputStream().write(request);
                assertThat(answer(socket.getInputStream(), buffer)).startsWith("HTTP/1.1 200");
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String answer(InputStream in, byte[] buffer) throws IOException {
        int read = 0;
        while (true) {
            read += in.read(buffer, read, buffer.length - read);
            String text = new String(buffer, 0, read, StandardCharsets.US_ASCII);
            int head = text.indexOf("\r\n\r\n");
            int at = text.toLowerCase(Locale.ROOT).indexOf("content-length: ");
            if (head >= 0 && at >= 0) {
                int length = Integer.parseInt(text.substring(at + 16, text.indexOf('\r', at)));
                if (read >= head + 4 + length) {
                    return text;
                }
            }
        }
    }
}
