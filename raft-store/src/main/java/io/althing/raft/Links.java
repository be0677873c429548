package io.althing.raft;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

import com.alipay.sofa.jraft.error.ConnectionFailureException;
import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;
import com.alipay.sofa.jraft.rpc.InvokeCallback;
import com.alipay.sofa.jraft.rpc.RpcClient;
import com.alipay.sofa.jraft.util.Endpoint;

import io.althing.raft.proto.ForwardRequest;
import io.althing.raft.proto.ForwardResponse;
import io.althing.raft.proto.IdentityRequest;
import io.althing.raft.proto.IdentityResponse;
import io.althing.raft.transport.RaftTransport;

/** This node's own questions to others, on connections apart from Raft's so that neither delays the other. */
final class Links {
    private static final int ASKING_ATTEMPTS = 3;
    private static final Executor LATER = CompletableFuture.delayedExecutor(150, TimeUnit.MILLISECONDS);

    private final RpcClient client;
    private final Executor executor;

    /** Nothing of the message left this node. */
    static final class NotSent extends Exception {
        private static final long serialVersionUID = 1L;

        NotSent(String message) {
            super(message);
        }
    }

    Links(RaftTransport transport, RpcOptions options, Executor executor) {
        this.client = transport.newClient();
        this.executor = executor;
        client.init(options);
    }

    /** Fails with {@link NotSent} if the peer surely did not get it, with anything else if it may have. */
    CompletableFuture<ForwardResponse> forward(Endpoint peer, ForwardRequest request, Duration timeout) {
        // what waits for a line that is being opened may wait in vain; its sender could no longer say that it was not sent
        if (!client.checkConnection(peer, true) || !client.checkConnection(peer)) {
            return CompletableFuture.failedFuture(new NotSent("no connection to " + peer + " yet"));
        }
        return call(peer, request, timeout).thenApply(ForwardResponse.class::cast);
    }

    /** Asks a few times if the peer cannot be reached at once. */
    CompletableFuture<IdentityResponse> ask(Member peer, IdentityRequest question, Duration timeout) {
        return ask(peer, question, timeout, ASKING_ATTEMPTS);
    }

    private CompletableFuture<IdentityResponse> ask(Member peer, IdentityRequest question, Duration timeout,
            int attempts) {
        // a wire may connect before it returns, which the caller must not wait for
        return CompletableFuture.completedFuture(PeerNames.endpoint(peer))
                .thenComposeAsync(endpoint -> call(endpoint, question, timeout), executor)
                .thenApply(IdentityResponse.class::cast)
                .exceptionallyCompose(failure -> {
                    if (attempts <= 1 || !(Failures.cause(failure) instanceof NotSent)) {
                        return CompletableFuture.failedFuture(Failures.cause(failure));
                    }
                    return CompletableFuture.completedFuture(attempts - 1)
                            .thenComposeAsync(left -> ask(peer, question, timeout, left), LATER);
                });
    }

    private CompletableFuture<Object> call(Endpoint peer, Object request, Duration timeout) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        try {
            client.invokeAsync(peer, request, new Callback(answer, executor), Math.max(1, timeout.toMillis()));
        } catch (ConnectionFailureException e) {
            answer.completeExceptionally(new NotSent(String.valueOf(e.getMessage())));
        } catch (RemotingException e) {
            answer.completeExceptionally(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            answer.completeExceptionally(e);
        }
        return answer;
    }

    private record Callback(CompletableFuture<Object> answer, Executor executor) implements InvokeCallback {
        @Override
        public void complete(@Nullable Object result, @Nullable Throwable err) {
            if (err instanceof ConnectionFailureException) {
                answer.completeExceptionally(new NotSent(String.valueOf(err.getMessage())));
            } else if (err != null) {
                answer.completeExceptionally(err);
            } else {
                answer.complete(result);
            }
        }
    }

    void close() {
        client.shutdown();
    }
}
