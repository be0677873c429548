package io.althing.resource;

import static org.assertj.core.api.Assertions.assertThat;

import io.althing.http.Contract;
import io.althing.http.Problem;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.validation.ResponseValidator;
import io.vertx.openapi.validation.ValidatableResponse;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Holds every answer against the OpenAPI document, and remembers which operations were answered well. */
final class Conformance implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx();
    private final OpenAPIContract contract = await(Contract.load(vertx));
    private final ResponseValidator validator = ResponseValidator.create(vertx, contract);
    private final Set<String> answered = new TreeSet<>();

    OpenAPIContract contract() {
        return contract;
    }

    /** Operations that were answered with success so far. */
    Set<String> answered() {
        return answered;
    }

    void check(String method, String path, Reply reply) {
        assertThat(reply.body()).as("no answer shows a stack trace").doesNotContain("\tat ", "Exception", "java.");
        if (reply.status() >= 400) {
            assertThat(reply.header("Content-Type")).contains(Problem.MEDIA_TYPE);
            assertThat(reply.json().getString("type")).startsWith(Problem.TYPES);
            assertThat(reply.json().getInteger("status")).isEqualTo(reply.status());
        }
        Optional<Operation> operation = Optional
                .ofNullable(contract.findOperation(path.replaceFirst("\\?.*", ""), HttpMethod.valueOf(method)));
        operation.ifPresent(found -> {
            check(found, reply);
            if (reply.status() < 400) {
                answered.add(found.getOperationId());
            }
        });
    }

    private void check(Operation operation, Reply reply) {
        ValidatableResponse response = reply.body().isEmpty()
                ? ValidatableResponse.create(reply.status())
                : ValidatableResponse.create(reply.status(), Buffer.buffer(reply.body()), "application/json");
        if (reply.status() < 400) {
            assertThat(operation.getResponse(reply.status()))
                    .as(operation.getOperationId() + " has status " + reply.status() + " in the document").isNotNull();
        }
        await(validator.validate(response, operation.getOperationId()));
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        await(vertx.close());
    }
}
