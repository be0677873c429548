package io.althing.raft.transport;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongSupplier;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

/** Bytes from strangers: nothing crashes, stalls or leaks, and ordinary peers are served meanwhile. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AttackTest {
    private static final long FUZZED_BYTES = 10L << 20;

    private final WirePair pair = new WirePair();
    private final ListAppender<ILoggingEvent> logged = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Refusals.class);

    @BeforeEach
    void start() {
        logged.start();
        logger.addAppender(logged);
        pair.serve(WirePair.echo()).started();
    }

    @AfterEach
    void ordinary_peers_are_served_and_nothing_is_left_open() {
        assertThat(((ErrorResponse) RaftFutures.get(pair.call(WirePair.ping(7), WirePair.PATIENCE))).getErrorCode())
                .isEqualTo(7);
        pair.client().closeConnection(pair.peer());
        await("all connections to be closed", () -> pair.server().connections() == 0);
        pair.close();
        logger.detachAppender(logged);
    }

    @Test
    void another_protocol_is_refused_unread() throws IOException {
        refused(Refusals.Kind.NOT_OUR_PROTOCOL, "GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        // how a Hessian 2 call and a Java object stream begin
        refused(Refusals.Kind.NOT_OUR_PROTOCOL, new byte[]{'H', 2, 0, 'C', 4, 'e', 'v', 'a', 'l', (byte) 0x91});
        ByteArrayOutputStream object = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(object)) {
            out.writeObject(new ArrayList<>());
        }
        refused(Refusals.Kind.NOT_OUR_PROTOCOL, object.toByteArray());
        loggedOnce("it does not begin as this protocol does");
    }

    @Test
    void a_frame_over_the_limit_ends_its_connection() throws IOException {
        refused(Refusals.Kind.NOT_OUR_PROTOCOL,
                withPreface(ByteBuffer.allocate(4).putInt(Frame.MAX_LENGTH + 1).array()));
        refused(Refusals.Kind.NOT_OUR_PROTOCOL, withPreface(ByteBuffer.allocate(4).putInt(-1).array()));
        refused(Refusals.Kind.NOT_OUR_PROTOCOL, withPreface(ByteBuffer.allocate(4).putInt(0).array()));
        loggedOnce("a frame of ");
    }

    @Test
    void a_message_outside_the_table_or_not_served_is_answered_with_a_refusal_and_not_decoded() throws IOException {
        for (int number : new int[]{0, 4, 35, 9999}) {
            byte[] frame = new Frame(Frame.Kind.REQUEST, number, 1, new byte[0], new byte[]{1, 2, 3}).encode()
                    .getBytes();
            expectAnswer(() -> pair.server().refusals().count(Refusals.Kind.UNKNOWN_MESSAGE), frame);
        }
        loggedOnce("message 0 is not served here");
    }

    @Test
    void a_damaged_message_is_answered_with_a_refusal() throws IOException {
        byte[] frame = new Frame(Frame.Kind.REQUEST, 2, 1, new byte[0], new byte[]{(byte) 0xff, 1, 2}).encode()
                .getBytes();
        expectAnswer(() -> pair.server().refusals().count(Refusals.Kind.DAMAGED_MESSAGE), frame);
        expectAnswer(() -> pair.server().refusals().count(Refusals.Kind.DAMAGED_MESSAGE), frame);
        loggedOnce("a damaged message of number 2");
    }

    @Test
    void a_truncated_frame_waits_and_holds_nobody_up() throws IOException {
        byte[] whole = new Frame(Frame.Kind.REQUEST, 2, 1, new byte[0], WirePair.ping(1).toByteArray()).encode()
                .getBytes();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(withPreface(Arrays.copyOf(whole, whole.length - 1)));
            assertThat(((ErrorResponse) RaftFutures.get(pair.call(WirePair.ping(5), WirePair.PATIENCE))).getErrorCode())
                    .isEqualTo(5);
            socket.getOutputStream().write(whole, whole.length - 1, 1);
            assertThat(socket.getInputStream().read()).as("answered once whole").isNotNegative();
        }
    }

    @Test
    void ten_million_random_bytes_break_nothing() throws IOException {
        Random random = new Random(42);
        long sent = 0;
        while (sent < FUZZED_BYTES) {
            byte[] junk = new byte[1 + random.nextInt(64 << 10)];
            random.nextBytes(junk);
            switch (random.nextInt(3)) {
                case 0 -> send(junk);
                case 1 -> send(withPreface(junk));
                default -> send(withPreface(framed(junk, random)));
            }
            sent += junk.length;
        }
        assertThat(pair.server().refusals().count(Refusals.Kind.NOT_OUR_PROTOCOL)).isPositive();
        assertThat(pair.server().refusals().count(Refusals.Kind.UNKNOWN_MESSAGE)).isPositive();
    }

    /** Junk in well-formed frames, some of a kind that is served. */
    private static byte[] framed(byte[] junk, Random random) {
        int number = random.nextBoolean() ? 2 : random.nextInt(1 << 16);
        return new Frame(Frame.Kind.REQUEST, number, random.nextLong(), new byte[0], junk).encode().getBytes();
    }

    private void refused(Refusals.Kind kind, byte[] bytes) throws IOException {
        long before = pair.server().refusals().count(kind);
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            assertThat(endOf(socket)).as("nothing is answered").isEqualTo(-1);
        }
        assertThat(pair.server().refusals().count(kind)).isEqualTo(before + 1);
    }

    private void loggedOnce(String reason) {
        assertThat(logged.list).hasSize(1);
        assertThat(logged.list.getFirst().getFormattedMessage()).startsWith("refused ").contains(reason);
    }

    private void expectAnswer(LongSupplier count, byte[] frame) throws IOException {
        long before = count.getAsLong();
        try (Socket socket = connect()) {
            socket.getOutputStream().write(withPreface(frame));
            byte[] head = socket.getInputStream().readNBytes(5);
            assertThat(head[4]).as("a refusal").isEqualTo((byte) 2);
        }
        assertThat(count.getAsLong()).isEqualTo(before + 1);
    }

    private static int endOf(Socket socket) throws IOException {
        try {
            return socket.getInputStream().read();
        } catch (SocketException reset) {
            return -1;
        }
    }

    /** Sends what the other side takes before it hangs up. */
    private void send(byte[] bytes) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(bytes);
            socket.shutdownOutput();
            endOf(socket);
        } catch (SocketException reset) {
            assertThat(reset).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
        }
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), pair.port());
        socket.setSoTimeout((int) WirePair.PATIENCE.toMillis());
        return socket;
    }

    private static byte[] withPreface(byte[] rest) {
        return ByteBuffer.allocate(Frame.PREFACE.length + rest.length).put(Frame.PREFACE).put(rest).array();
    }
}
