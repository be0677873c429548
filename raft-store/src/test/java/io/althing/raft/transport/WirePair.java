package io.althing.raft.transport;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcContext;
import com.alipay.sofa.jraft.rpc.RpcProcessor;
import com.alipay.sofa.jraft.rpc.RpcProcessor.ExecutorSelector;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesRequest;
import com.alipay.sofa.jraft.rpc.RpcRequests.AppendEntriesResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.ErrorResponse;
import com.alipay.sofa.jraft.rpc.RpcRequests.PingRequest;
import com.alipay.sofa.jraft.util.Endpoint;

import io.althing.raft.RaftTestCluster;

/** A server and a client of the transport on loopback, without Raft. */
final class WirePair implements AutoCloseable {
    static final Duration PATIENCE = RaftTestCluster.PATIENCE;

    private final int port = RaftTestCluster.freePort();
    private final VertxTransport serving;
    private final VertxTransport calling;
    private final TransportServer server;
    private final TransportClient client;
    private final Endpoint peer = new Endpoint("server.here@127.0.0.1", port);

    WirePair() {
        this(LinkFaults.none(), 0);
    }

    /** @param dialPort where the client really connects; 0 for the server */
    WirePair(LinkFaults callerFaults, int dialPort) {
        DialMap.Target listen = new DialMap.Target("127.0.0.1", port);
        DialMap dial = new DialMap(
                dialPort == 0 ? Map.of() : Map.of("server", new DialMap.Target("127.0.0.1", dialPort)));
        serving = new VertxTransport(VertxTransport.Config.plaintext(listen, new DialMap(Map.of())));
        calling = new VertxTransport(new VertxTransport.Config(listen, dial, Optional.empty(), callerFaults));
        server = (TransportServer) serving.newServer();
        client = (TransportClient) calling.newClient();
        RpcOptions options = new RpcOptions();
        options.setRpcConnectTimeoutMs(60_000);
        client.init(options);
    }

    WirePair serve(RpcProcessor<?> processor) {
        server.registerProcessor(processor);
        return this;
    }

    WirePair started() {
        server.init(null);
        return this;
    }

    TransportServer server() {
        return server;
    }

    TransportClient client() {
        return client;
    }

    Endpoint peer() {
        return peer;
    }

    int port() {
        return port;
    }

    CompletableFuture<Object> call(Object request, Duration timeout) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        call(request, timeout, (result, failure) -> {
            if (failure == null) {
                answer.complete(result);
            } else {
                answer.completeExceptionally(failure);
            }
        });
        return answer;
    }

    void call(Object request, Duration timeout, InvokeCallback callback) {
        try {
            client.invokeAsync(peer, request, null, callback, timeout.toMillis());
        } catch (RemotingException e) {
            callback.complete(null, e);
        }
    }

    static PingRequest ping(long number) {
        return PingRequest.newBuilder().setSendTimestamp(number).build();
    }

    /** Answers ping n with error code n. */
    static RpcProcessor<PingRequest> echo() {
        return pings((context, ping) -> context.sendResponse(answer(ping.getSendTimestamp())));
    }

    static ErrorResponse answer(long number) {
        return ErrorResponse.newBuilder().setErrorCode((int) number).build();
    }

    /** Takes every append entries request where it is read, tells of it, and says yes. */
    static RpcProcessor<AppendEntriesRequest> appends(BiConsumer<RpcContext, AppendEntriesRequest> heard) {
        return new RpcProcessor<>() {
            @Override
            public void handleRequest(RpcContext context, AppendEntriesRequest request) {
                heard.accept(context, request);
                context.sendResponse(AppendEntriesResponse.newBuilder().setTerm(1).setSuccess(true).build());
            }

            @Override
            public String interest() {
                return AppendEntriesRequest.class.getName();
            }

            @Override
            public ExecutorSelector executorSelector() {
                return (type, header) -> Runnable::run;
            }
        };
    }

    static RpcProcessor<PingRequest> pings(BiConsumer<RpcContext, PingRequest> handler) {
        return new RpcProcessor<>() {
            @Override
            public void handleRequest(RpcContext context, PingRequest request) {
                handler.accept(context, request);
            }

            @Override
            public String interest() {
                return PingRequest.class.getName();
            }

            @Override
            public Executor executor() {
                return Runnable::run;
            }
        };
    }

    @Override
    public void close() {
        client.shutdown();
        server.shutdown();
        calling.close();
        serving.close();
    }
}
