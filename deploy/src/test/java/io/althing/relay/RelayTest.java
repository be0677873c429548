package io.althing.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RelayTest {
    private static final int PATIENCE = 10_000;
    private static final int SHORT = 200;

    private final EchoServer echo;
    private final Relay relay;

    RelayTest() throws IOException {
        echo = new EchoServer();
        relay = Relay.start(0, echo.address());
    }

    @AfterEach
    void stop() throws IOException {
        relay.close();
        echo.close();
    }

    @Test
    void passes_bytes_both_ways() throws IOException {
        try (Socket socket = connect()) {
            assertThat(ask(socket, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void passes_on_the_end_of_a_stream_after_everything_before_it() throws IOException {
        byte[] much = new byte[3_000_000];
        try (Socket socket = connect()) {
            Thread.ofVirtual().start(() -> send(socket, much));
            assertThat(socket.getInputStream().readAllBytes()).hasSize(much.length);
        }
    }

    @Test
    void a_cut_resets_open_connections() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "hello");
            relay.cut();
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_cut_refuses_new_connections_until_healed() throws IOException {
        relay.cut();
        assertThatThrownBy(() -> {
            try (Socket socket = connect()) {
                ask(socket, "hello");
            }
        }).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
        relay.heal();
        try (Socket socket = connect()) {
            assertThat(ask(socket, "again")).isEqualTo("again");
        }
    }

    @Test
    void a_held_direction_keeps_its_bytes_until_healed() throws IOException {
        try (Socket socket = connect()) {
            ask(socket, "hello");
            relay.hold(Direction.FROM_TARGET);
            socket.setSoTimeout(SHORT);
            socket.getOutputStream().write("later".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            relay.heal();
            socket.setSoTimeout(PATIENCE);
            assertThat(new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII)).isEqualTo("later");
        }
    }

    @Test
    void a_delay_holds_each_byte_for_at_least_that_long_each_way() throws IOException {
        relay.delay(Duration.ofMillis(60));
        try (Socket socket = connect()) {
            long before = System.nanoTime();
            ask(socket, "hello");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThanOrEqualTo(Duration.ofMillis(120));
        }
    }

    @Test
    void a_target_that_does_not_listen_looks_like_a_reset() throws IOException {
        int nobody;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            nobody = free.getLocalPort();
        }
        try (Relay toNobody = Relay.start(0, new InetSocketAddress(InetAddress.getLoopbackAddress(), nobody))) {
            assertThatThrownBy(() -> {
                try (Socket socket = connect(toNobody.port())) {
                    ask(socket, "hello");
                }
            }).isInstanceOf(IOException.class).isNotInstanceOf(SocketTimeoutException.class);
        }
    }

    @Test
    void a_taken_port_is_an_error() {
        assertThatThrownBy(() -> Relay.start(relay.port(), echo.address())).isInstanceOf(IOException.class);
    }

    private Socket connect() throws IOException {
        return connect(relay.port());
    }

    private static Socket connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(PATIENCE);
        return socket;
    }

    private static String ask(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        byte[] answer = socket.getInputStream().readNBytes(text.length());
        if (answer.length < text.length()) {
            throw new IOException("the connection ended after " + answer.length + " bytes");
        }
        return new String(answer, StandardCharsets.US_ASCII);
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
