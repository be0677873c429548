package io.althing.raft;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcServer;
import com.alipay.sofa.jraft.rpc.impl.ConnectionClosedEventListener;

import io.althing.raft.transport.RaftTransport;

/** A node's transport that holds requests in the serving thread and tells how far its end has come. */
final class HeldTransport implements RaftTransport {
    private final RaftTransport inner;
    private final Map<Class<?>, Runnable> holds;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    /** @param holds run before a message of that class is served, in the thread that serves it */
    HeldTransport(RaftTransport inner, Map<Class<?>, Runnable> holds) {
        this.inner = inner;
        this.holds = Map.copyOf(holds);
    }

    /** Open until the server is shut down. */
    CountDownLatch closing() {
        return closing;
    }

    /** Open until the event loops have ended. */
    CountDownLatch closed() {
        return closed;
    }

    @Override
    public void open() throws IOException {
        inner.open();
    }

    @Override
    public RpcClient newClient() {
        return inner.newClient();
    }

    @Override
    public void close() {
        inner.close();
        closed.countDown();
    }

    @Override
    public RpcServer newServer() {
        RpcServer server = inner.newServer();
        return new RpcServer() {
            @Override
            public boolean init(@Nullable Void options) {
                return server.init(null);
            }

            @Override
            public void shutdown() {
                closing.countDown();
                server.shutdown();
            }

            @Override
            public void registerConnectionClosedEventListener(
                    ConnectionClosedEventListener listener) {
                server.registerConnectionClosedEventListener(listener);
            }

            @Override
            public void registerProcessor(RpcProcessor<?> processor) {
                server.registerProcessor(held(processor));
            }

            @Override
            public int boundPort() {
                return server.boundPort();
            }

            @Override
            public boolean isStarted() {
                return server.isStarted();
            }
        };
    }

    private <T> RpcProcessor<T> held(RpcProcessor<T> processor) {
        return new RpcProcessor<>() {
            @Override
            public void handleRequest(RpcContext context, T request) {
                holds.getOrDefault(request.getClass(), () -> {}).run();
                processor.handleRequest(context, request);
            }

            @Override
            public String interest() {
                return processor.interest();
            }

            @Override
            public @Nullable Executor executor() {
                return processor.executor();
            }

            @Override
            public @Nullable ExecutorSelector executorSelector() {
                return processor.executorSelector();
            }
        };
    }
}
