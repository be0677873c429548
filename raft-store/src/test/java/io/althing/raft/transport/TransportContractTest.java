package io.althing.raft.transport;

import static io.althing.raft.RaftTestCluster.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import org.junit.jupiter.api.Test;

import com.alipay.sofa.jraft.ReplicatorGroup;
import com.alipay.sofa.jraft.error.InvokeTimeoutException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.rpc.Connection;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequestHeader;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.GetFileResponse;
import com.google.protobuf.ByteString;

import io.althing.raft.RaftTestCluster;

/** What JRaft relies on in a transport, one test for each promise. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TransportContractTest {

    @Test
    void append_entries_are_handed_over_in_order_on_the_executor_chosen_by_their_header() throws InterruptedException {
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        List<String> headers = Collections.synchronizedList(new ArrayList<>());
        ExecutorService chosen = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("chosen").factory());
        try (WirePair pair = new WirePair().serve(appends(chosen, headers, handled)).started()) {
            await("the connection", () -> pair.client().checkConnection(pair.peer(), true)
                    && pair.client().checkConnection(pair.peer()));
            CountDownLatch answered = new CountDownLatch(1000);
            for (int i = 0; i < 1000; i++) {
                pair.call(append(i), WirePair.PATIENCE, (result, failure) -> answered.countDown());
            }
            answered.await();
            assertThat(handled).containsExactlyElementsOf(IntStream.range(0, 1000).mapToObj(Long::valueOf).toList());
            assertThat(headers).hasSize(1000).allMatch("group/receiver/sender"::equals);
        } finally {
            chosen.shutdown();
        }
    }

    @Test
    void the_header_alone_chooses_the_executor_before_the_body_is_read() throws IOException {
        List<Long> handled = Collections.synchronizedList(new ArrayList<>());
        List<String> headers = Collections.synchronizedList(new ArrayList<>());
        List<Runnable> queued = Collections.synchronizedList(new ArrayList<>());
        byte[] header = AppendEntriesRequestHeader.newBuilder().setGroupId("group").setPeerId("receiver")
                .setServerId("sender").build().toByteArray();
        byte[] frame = new Frame(Frame.Kind.REQUEST, 3, 1, header, new byte[]{(byte) 0xff, 1, 2}).encode().getBytes();
        try (WirePair pair = new WirePair().serve(appends(queued::add, headers, handled)).started();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), pair.port())) {
            socket.getOutputStream().write(Frame.PREFACE);
            socket.getOutputStream().write(frame);
            await("the choice", () -> queued.size() == 1);
            assertThat(headers).containsExactly("group/receiver/sender");
            assertThat(pair.server().refusals().count(Refusals.Kind.DAMAGED_MESSAGE)).as("bodies read").isZero();
            queued.getFirst().run();
            assertThat(pair.server().refusals().count(Refusals.Kind.DAMAGED_MESSAGE)).isEqualTo(1);
            assertThat(handled).isEmpty();
        }
    }

    @Test
    void responses_find_their_request_in_whatever_order_they_come() {
        List<Runnable> held = Collections.synchronizedList(new ArrayList<>());
        try (WirePair pair = new WirePair().serve(WirePair.pings(
                (context, ping) -> held.add(() -> context.sendResponse(WirePair.answer(ping.getSendTimestamp())))))
                .started()) {
            List<CompletableFuture<Object>> answers = IntStream.range(0, 10)
                    .mapToObj(i -> pair.call(WirePair.ping(i), WirePair.PATIENCE)).toList();
            await("ten requests", () -> held.size() == 10);
            List<Runnable> reversed = new ArrayList<>(held);
            Collections.reverse(reversed);
            reversed.forEach(Runnable::run);
            for (int i = 0; i < 10; i++) {
                assertThat(code(answers.get(i))).isEqualTo(i);
            }
            assertThat(pair.client().openCalls()).isZero();
        }
    }

    @Test
    void all_requests_of_a_connection_see_one_connection_object_and_its_end_is_told() {
        List<Connection> seen = Collections.synchronizedList(new ArrayList<>());
        CompletableFuture<Connection> closed = new CompletableFuture<>();
        try (WirePair pair = new WirePair().serve(WirePair.pings((context, ping) -> {
            seen.add(context.getConnection());
            context.getConnection().setAttributeIfAbsent("first", ping.getSendTimestamp());
            context.sendResponse(WirePair.answer(0));
        })).started()) {
            pair.server().registerConnectionClosedEventListener((remote, connection) -> closed.complete(connection));
            for (int i = 7; i < 10; i++) {
                RaftFutures.get(pair.call(WirePair.ping(i), WirePair.PATIENCE));
            }
            pair.client().closeConnection(pair.peer());
            Connection ended = RaftFutures.get(closed);
            assertThat(seen).hasSize(3).allMatch(c -> c == ended);
            assertThat(ended.getAttribute("first")).isEqualTo(7L);
            await("the server to let go of it", () -> pair.server().connections() == 0);
        }
    }

    @Test
    void each_new_connection_asks_the_replicator_group_to_check_its_peer() {
        List<Object> checked = Collections.synchronizedList(new ArrayList<>());
        ReplicatorGroup group = (ReplicatorGroup) Proxy.newProxyInstance(ReplicatorGroup.class.getClassLoader(),
                new Class<?>[]{ReplicatorGroup.class}, (proxy, method, args) -> {
                    assertThat(method.getName()).isEqualTo("checkReplicator");
                    checked.add(args[0]);
                    return null;
                });
        try (WirePair pair = new WirePair().serve(WirePair.echo()).started()) {
            pair.client().registerConnectEventListener(group);
            assertThat(pair.client().checkConnection(pair.peer(), true)).as("a line that is being opened takes calls")
                    .isTrue();
            await("the first check", () -> checked.size() == 1);
            assertThat(checked.getFirst()).hasToString(pair.peer().toString());
            assertThat(pair.client().checkConnection(pair.peer())).isTrue();
            pair.client().closeConnection(pair.peer());
            await("the second check", () -> pair.client().checkConnection(pair.peer(), true) && checked.size() == 2);
        }
    }

    @Test
    void checking_a_connection_never_waits_for_one() throws Exception {
        try (Blackhole nowhere = new Blackhole(); WirePair pair = new WirePair(LinkFaults.none(), nowhere.port())) {
            // connecting would take the whole minute that WirePair allows
            for (int i = 0; i < 1000; i++) {
                assertThat(pair.client().checkConnection(pair.peer(), true)).as("calls may wait for it").isTrue();
                assertThat(pair.client().checkConnection(pair.peer())).as("it is not open").isFalse();
            }
        }
    }

    @Test
    void a_ping_does_not_wait_for_a_line_that_is_being_opened_for_whoever_pings_answers_no_votes_meanwhile()
            throws Exception {
        try (Blackhole nowhere = new Blackhole(); WirePair pair = new WirePair(LinkFaults.none(), nowhere.port())) {
            Object answer = pair.client().invokeSync(pair.peer(),
                    PingRequest.newBuilder().setSendTimestamp(1).build(), null, 1000);
            assertThat(((ErrorResponse) answer).getErrorCode()).isZero();
            assertThat(pair.client().checkConnection(pair.peer())).as("nobody claims that it is open").isFalse();
        }
    }

    @Test
    void a_timeout_ends_a_call_once_on_its_own_executor_and_a_late_answer_changes_nothing() {
        List<Runnable> late = Collections.synchronizedList(new ArrayList<>());
        AtomicInteger ends = new AtomicInteger();
        CompletableFuture<String> end = new CompletableFuture<>();
        ExecutorService own = Executors.newSingleThreadExecutor(Thread.ofPlatform().name("own").factory());
        try (WirePair pair = new WirePair().serve(WirePair.pings((context, ping) -> {
            if (ping.getSendTimestamp() == 0) {
                late.add(() -> context.sendResponse(WirePair.answer(0)));
            } else {
                context.sendResponse(WirePair.answer(1));
            }
        })).started()) {
            RaftFutures.get(pair.call(WirePair.ping(1), WirePair.PATIENCE));
            pair.call(WirePair.ping(0), Duration.ofMillis(200), new InvokeCallback() {
                @Override
                public void complete(@Nullable Object result, @Nullable Throwable failure) {
                    ends.incrementAndGet();
                    end.complete(Thread.currentThread().getName() + " " + failure);
                }

                @Override
                public Executor executor() {
                    return own;
                }
            });
            assertThat(RaftFutures.get(end)).startsWith("own ").contains(InvokeTimeoutException.class.getName());
            await("the request to have arrived", () -> late.size() == 1);
            late.getFirst().run();
            RaftFutures.get(pair.call(WirePair.ping(1), WirePair.PATIENCE));
            assertThat(ends).hasValue(1);
            assertThat(pair.client().openCalls()).isZero();
        } finally {
            own.shutdown();
        }
    }

    @Test
    void a_lost_connection_fails_every_open_call_once() {
        CountDownLatch arrived = new CountDownLatch(5);
        try (WirePair pair = new WirePair().serve(WirePair.pings((context, ping) -> arrived.countDown())).started()) {
            List<CompletableFuture<Object>> answers = IntStream.range(0, 5)
                    .mapToObj(i -> pair.call(WirePair.ping(i), WirePair.PATIENCE)).toList();
            await("five requests", () -> arrived.getCount() == 0);
            pair.server().shutdown();
            assertThat(answers).allSatisfy(
                    a -> assertThat(a).failsWithin(WirePair.PATIENCE).withThrowableOfType(ExecutionException.class)
                            .withCauseInstanceOf(RemotingException.class).withMessageContaining("was closed"));
        }
    }

    @Test
    void a_message_over_the_limit_is_not_sent_and_one_just_under_it_is() {
        try (WirePair pair = new WirePair().serve(appends(Runnable::run, new ArrayList<>(), new ArrayList<>()))
                .started()) {
            AppendEntriesRequest large = append(1).toBuilder().setData(ByteString.copyFrom(new byte[Frame.MAX_LENGTH]))
                    .build();
            assertThatThrownBy(() -> pair.client().invokeAsync(pair.peer(), large, null, (r, f) -> {}, 1000))
                    .isInstanceOf(RemotingException.class).hasMessageContaining("over the limit");
            AppendEntriesRequest fits = append(1).toBuilder()
                    .setData(ByteString.copyFrom(new byte[Frame.MAX_LENGTH - 200])).build();
            assertThat(RaftFutures.get(pair.call(fits, WirePair.PATIENCE))).isInstanceOf(AppendEntriesResponse.class);
        }
    }

    @Test
    void what_waits_for_a_peer_that_does_not_read_is_bounded() throws Exception {
        try (Deaf deaf = new Deaf(); WirePair pair = new WirePair(LinkFaults.none(), deaf.port())) {
            AppendEntriesRequest mib = append(1).toBuilder().setData(ByteString.copyFrom(new byte[1 << 20])).build();
            await("the connection", () -> pair.client().checkConnection(pair.peer(), true)
                    && pair.client().checkConnection(pair.peer()));
            List<CompletableFuture<Object>> calls = new ArrayList<>();
            await("a refusal", () -> {
                calls.add(pair.call(mib, WirePair.PATIENCE));
                return calls.getLast().isCompletedExceptionally();
            });
            assertThat(calls).hasSizeLessThan(64);
            assertThat(calls.getLast().exceptionNow()).hasMessageContaining("does not read");
            assertThat(pair.client().checkConnection(pair.peer())).as("not writable").isFalse();
        }
    }

    @Test
    void answers_that_a_peer_does_not_read_are_bounded_and_end_its_connection() throws IOException {
        ByteString mib = ByteString.copyFrom(new byte[1 << 20]);
        RpcProcessor<GetFileRequest> files = new RpcProcessor<>() {
            @Override
            public void handleRequest(RpcContext context, GetFileRequest request) {
                context.sendResponse(GetFileResponse.newBuilder().setEof(false).setReadSize(1).setData(mib).build());
            }

            @Override
            public String interest() {
                return GetFileRequest.class.getName();
            }
        };
        byte[] body = GetFileRequest.newBuilder().setReaderId(1).setFilename("f").setCount(1).setOffset(0).build()
                .toByteArray();
        byte[] frame = new Frame(Frame.Kind.REQUEST, 11, 1, new byte[0], body).encode().getBytes();
        try (WirePair pair = new WirePair().serve(files).started();
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), pair.port())) {
            socket.getOutputStream().write(Frame.PREFACE);
            for (int i = 0; i < 64; i++) {
                socket.getOutputStream().write(frame);
            }
            await("a refusal", () -> pair.server().refusals().count(Refusals.Kind.NOT_READING) > 0);
            await("the end of the connection", () -> pair.server().connections() == 0);
        }
    }

    @Test
    void a_newer_connection_of_a_sender_ends_the_older_and_is_served_only_after_its_end_was_told() {
        List<String> events = Collections.synchronizedList(new ArrayList<>());
        List<Connection> served = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch letGo = new CountDownLatch(1);
        RpcProcessor<AppendEntriesRequest> recording = WirePair.appends((context, request) -> {
            events.add("served " + request.getPrevLogIndex());
            served.add(context.getConnection());
        });
        try (WirePair pair = new WirePair().serve(recording).serve(WirePair.echo()).started();
                SecondClient second = new SecondClient(pair)) {
            pair.server().registerConnectionClosedEventListener((remote, connection) -> {
                RaftTestCluster.await("the test's leave", () -> letGo.getCount() == 0);
                events.add("told " + (connection == served.getFirst()));
            });
            RaftFutures.get(pair.call(append(1), WirePair.PATIENCE));
            CompletableFuture<Object> newer = second.call(append(2));
            await("the older connection to end", () -> !pair.client().checkConnection(pair.peer()));
            assertThat(newer).isNotDone();
            letGo.countDown();
            RaftFutures.get(newer);
            assertThat(events).startsWith("served 1", "told true", "served 2");
            assertThat(served.getLast()).isNotSameAs(served.getFirst());
        }
    }

    @Test
    void a_processor_that_fails_is_an_answer_not_a_silence() {
        try (WirePair pair = new WirePair().serve(WirePair.pings((context, ping) -> {
            throw new IllegalStateException("on purpose");
        })).started()) {
            assertThat(pair.call(WirePair.ping(1), WirePair.PATIENCE)).failsWithin(WirePair.PATIENCE)
                    .withThrowableOfType(ExecutionException.class).withMessageContaining("on purpose");
        }
    }

    private static long code(CompletableFuture<Object> answer) {
        return ((ErrorResponse) RaftFutures.get(answer)).getErrorCode();
    }

    static AppendEntriesRequest append(long index) {
        return AppendEntriesRequest.newBuilder().setGroupId("group").setPeerId("receiver").setServerId("sender")
                .setTerm(1)
                .setPrevLogIndex(index).setPrevLogTerm(0).setCommittedIndex(0).build();
    }

    private static RpcProcessor<AppendEntriesRequest> appends(Executor executor, List<String> headers,
            List<Long> handled) {
        return new RpcProcessor<>() {
            @Override
            public void handleRequest(RpcContext context, AppendEntriesRequest request) {
                handled.add(request.getPrevLogIndex());
                context.sendResponse(AppendEntriesResponse.newBuilder().setTerm(1).setSuccess(true).build());
            }

            @Override
            public String interest() {
                return AppendEntriesRequest.class.getName();
            }

            @Override
            public ExecutorSelector executorSelector() {
                return (type, header) -> {
                    AppendEntriesRequestHeader h = (AppendEntriesRequestHeader) header;
                    headers.add(h.getGroupId() + "/" + h.getPeerId() + "/" + h.getServerId());
                    return executor;
                };
            }
        };
    }
}
