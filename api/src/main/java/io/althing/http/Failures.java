package io.althing.http;

import io.althing.artifacts.ArtifactFailure;
import io.althing.store.StoreFailure;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import io.vertx.openapi.validation.SchemaValidationException;
import io.vertx.openapi.validation.ValidatorException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What an exception means to the caller. Never tells of classes or stacks. */
final class Failures {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);
    private static final Pattern PARAMETER = Pattern.compile("(?:query|path|header|cookie) parameter ([\\w-]+)");

    private Failures() {}

    static void log(RoutingContext context, Throwable failure) {
        if (problem(failure).status() == 500) {
            LOG.error("{} {} failed because of a bug; please report it", context.request().method(),
                    context.request().path(), failure);
        }
    }

    /** The failure itself, taken out of what other threads wrapped it in. */
    static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    static Problem problem(RoutingContext context) {
        Optional<Throwable> failure = Optional.ofNullable(context.failure());
        failure.ifPresent(f -> log(context, f));
        return failure.map(Failures::problem).orElseGet(() -> status(context.statusCode(), context.request()));
    }

    static Problem problem(Throwable failure) {
        return switch (failure) {
            case ProblemException e -> e.problem();
            case StoreFailure e -> Problems.of(e, "");
            case ArtifactFailure e -> Problems.of(e);
            case CompletionException e when e.getCause() != null -> problem(e.getCause());
            case SchemaValidationException e -> SchemaFailure.problem(e);
            case ValidatorException e -> validator(e);
            case HttpException e when e.getCause() != null -> problem(e.getCause());
            case HttpException e -> Problem.of("bad-request", e.getStatusCode(), String.valueOf(e.getPayload()));
            default -> Problem.of("internal-error", 500, "this is a bug of the server; its log has the details");
        };
    }

    private static Problem status(int status, HttpServerRequest request) {
        return switch (status) {
            case 404, 405 -> unrouted(status, request);
            case 413 -> Problem.of("too-large", 413, "the body is larger than this node takes");
            case 415 -> Problems.notJson();
            default -> Problem.of(status < 500 ? "bad-request" : "internal-error", status,
                    status < 500 ? "this request makes no sense here" : "this is a bug of the server");
        };
    }

    static Problem unrouted(int status, HttpServerRequest request) {
        return status == 405
                ? Problem.of("method-not-allowed", 405, request.method() + " cannot be done on " + request.path())
                : Problem.of("no-such-path", 404, "there is nothing at " + request.path() + "; see /docs");
    }

    private static Problem validator(ValidatorException failure) {
        return switch (failure.type()) {
            case UNSUPPORTED_VALUE_FORMAT -> Problems.notJson();
            case MISSING_REQUIRED_PARAMETER, INVALID_VALUE_FORMAT, ILLEGAL_VALUE, INVALID_VALUE -> invalid(failure);
            case MISSING_OPERATION, MISSING_RESPONSE -> Problem.of("no-such-path", 404, "there is nothing here");
        };
    }

    private static Problem invalid(ValidatorException failure) {
        String detail = String.valueOf(failure.getMessage());
        Matcher parameter = PARAMETER.matcher(detail);
        return parameter.find()
                ? Problems.invalidField(parameter.group(1), detail)
                : Problem.of("invalid-field", 422, detail);
    }
}
