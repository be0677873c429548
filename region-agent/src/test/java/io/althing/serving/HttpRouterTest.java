package io.althing.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** The user's service here does what it is told, unless it is told to be slow in raising. */
class HttpRouterTest extends TrafficRouterContract {
    private final Vertx vertx = Vertx.vertx();
    private final Map<String, JsonObject> inForce = new ConcurrentHashMap<>();
    private volatile int mostWeight = 10_000;
    private volatile boolean broken;
    private Optional<HttpServer> service = Optional.empty();

    @Override
    TrafficRouter open() {
        inForce.clear();
        if (service.isEmpty()) {
            service = Optional.of(vertx.createHttpServer().requestHandler(this::serve).listen(0, "127.0.0.1").await());
        }
        return new HttpRouter(URI.create("http://127.0.0.1:" + service.get().actualPort() + "/split"),
                Duration.ofSeconds(5), fences);
    }

    @Override
    void tearDown() {
        vertx.close().await();
    }

    private void serve(HttpServerRequest request) {
        request.body().onSuccess(body -> {
            if (broken) {
                request.response().setStatusCode(500).end("{\"error\":\"out of order\"}");
            } else if (request.method().name().equals("POST")) {
                JsonObject target = body.toJsonObject();
                JsonObject canary = target.getJsonObject("canary");
                if (canary != null) {
                    canary.put("weightBasisPoints", Math.min(mostWeight, canary.getInteger("weightBasisPoints")));
                }
                inForce.put(target.getString("model"), target);
                request.response().end(target.toBuffer());
            } else {
                request.response().end(inForce.getOrDefault(request.getParam("model"), new JsonObject()).toBuffer());
            }
        });
    }

    @Test
    void what_the_service_applied_counts_not_what_it_was_asked_for() {
        mostWeight = 300;
        router().apply(stable(3, V1));

        InForce answer = router().apply(canary(4, FIRST, 500));

        assertThat(answer.canaryWeight()).isEqualTo(300);
        assertThat(answer.refusal().orElseThrow()).contains("applied something else");
        assertThat(router().inForce(DIGITS).canaryWeight()).isEqualTo(300);
    }

    @Test
    void a_service_that_is_out_of_order_is_named_with_what_it_says() {
        broken = true;
        assertThatThrownBy(() -> router().apply(stable(3, V1))).isInstanceOf(RouterUnavailableException.class)
                .hasMessageContaining("/split").hasMessageContaining("500").hasMessageContaining("out of order");
    }
}
