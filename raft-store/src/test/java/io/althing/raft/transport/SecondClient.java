package io.althing.raft.transport;

import java.util.Map;
import java.util.concurrent.CompletableFuture;

import com.alipay.sofa.jraft.error.RemotingException;
import com.alipay.sofa.jraft.option.RpcOptions;

/** Another client of a pair's server, with connections of its own. */
final class SecondClient implements AutoCloseable {
    private final WirePair pair;
    private final VertxTransport transport;
    private final TransportClient client;

    SecondClient(WirePair pair) {
        this.pair = pair;
        this.transport = new VertxTransport(
                VertxTransport.Config.plaintext(new DialMap.Target("127.0.0.1", pair.port()), new DialMap(Map.of())));
        this.client = (TransportClient) transport.newClient();
        client.init(new RpcOptions());
    }

    CompletableFuture<Object> call(Object request) {
        CompletableFuture<Object> answer = new CompletableFuture<>();
        try {
            client.invokeAsync(pair.peer(), request, null, (result, failure) -> {
                if (failure == null) {
                    answer.complete(result);
                } else {
                    answer.completeExceptionally(failure);
                }
            }, WirePair.PATIENCE.toMillis());
        } catch (RemotingException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }

    @Override
    public void close() {
        client.shutdown();
        transport.close();
    }
}
