package io.althing.http;

import io.althing.artifacts.ArtifactFailure;
import io.althing.registry.Actor;
import io.althing.registry.FeatureLevel;
import io.althing.registry.Rejection;
import io.althing.store.StoreFailure;
import java.util.function.Function;

/** The one place where refusals and failures become problem documents. */
public final class Problems {
    private Problems() {}

    /** A refusal by the registry. */
    public static Problem of(Rejection rejection, Actor actor) {
        return switch (rejection) {
            case Rejection.NotFound r ->
                Problem.of("not-found", 404, r.detail()).with("noun", r.noun()).with("id", r.id());
            case Rejection.AlreadyExists r -> Problem.of("already-exists", 409, r.detail()).with("noun", r.noun())
                    .with("id", r.id());
            case Rejection.StaleRevision r -> Problem.of("stale-revision", 412, r.detail())
                    .with("expected", Long.toString(r.expected())).with("actual", Long.toString(r.actual()));
            case Rejection.RevisionRequired r ->
                Problem.of("revision-required", 428, r.detail()).with("field", "If-Match");
            case Rejection.NotPermitted r -> actor.kind() == Actor.Kind.ANONYMOUS
                    ? anonymous()
                    : Problem.of("not-permitted", 403, r.detail());
            case Rejection.BadSignature r -> Problem.of("bad-signature", 403, r.detail()).with("field", "signature");
            case Rejection.InvalidField r -> invalidField(r.field(), "'" + r.value() + "' will not do: " + r.detail());
            case Rejection.NotNow r -> Problem.of("not-now", 409, r.detail()).with("rule", r.rule());
            case Rejection.RequestIdReused r -> Problem.of("request-id-reused", 422, r.detail())
                    .with("field", "Idempotency-Key");
        };
    }

    /** A failure of the store. */
    public static Problem of(StoreFailure failure, String idempotencyKey) {
        String detail = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case NO_QUORUM -> Problem.of("no-quorum", 503, detail + "; nothing was changed, try again later");
            case OUTCOME_UNKNOWN -> Problem.of("outcome-unknown", 504, detail
                    + "; the change may have happened or still happen: ask again with the same Idempotency-Key to learn which")
                    .with("idempotencyKey", idempotencyKey);
            case OVERLOADED -> Problem.of("overloaded", 429, detail + "; nothing was changed, try again later");
            case NOT_LEADER -> Problem.of("not-leader", 503, detail + "; nothing was changed, try again");
            case TOO_FAR_BEHIND -> Problem.of("too-far-behind", 503, detail + "; ask another region or wait");
            case REPLICAS_DIFFER -> Problem.of("replicas-differ", 503,
                    detail + "; nothing was changed, and nothing goes forward until an operator has replaced one");
            case TOO_EARLY -> Problem.of("not-now", 409, detail + "; nothing was changed")
                    .with("rule", FeatureLevel.RULE);
            case DISK_FULL -> Problem.of("disk-full", 507, detail + "; nothing was changed");
            case STOPPED -> Problem.of("stopped", 503, detail + "; ask another node");
        };
    }

    /** Bytes that were not taken in. */
    public static Problem of(ArtifactFailure failure) {
        String detail = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case WRONG_DIGEST -> Problem.of("wrong-digest", 422, detail).with("field", "sha256");
            case TOO_LARGE -> Problem.of("too-large", 413, detail);
            case DISK_FULL -> Problem.of("disk-full", 507, detail);
        };
    }

    /** A value that is not what the field takes; the detail is made to name the field. */
    public static Problem invalidField(String field, String detail) {
        String named = detail.contains(field) ? detail : field + ": " + detail;
        return Problem.of("invalid-field", 422, named).with("field", field);
    }

    /** A field nobody knows. */
    public static Problem unknownField(String field, String detail) {
        return Problem.of("unknown-field", 400, detail).with("field", field);
    }

    /** Something named in the path is not there. */
    public static Problem notFound(String noun, String id) {
        return Problem.of("not-found", 404, "there is no " + noun + " '" + id + "'").with("noun", noun).with("id", id);
    }

    /** The same, with the noun and its name in one. */
    public static Problem missing(String what) {
        return Problem.of("not-found", 404, "there is no " + what);
    }

    /** A body that is larger than this node takes. */
    public static Problem tooLarge(long limit) {
        return Problem.of("too-large", 413, "a body here has at most " + limit + " bytes");
    }

    /** A body in another format than JSON. */
    public static Problem notJson() {
        return Problem.of("unsupported-media-type", 415, "send the body with Content-Type: application/json")
                .with("field", "Content-Type");
    }

    /** Somebody without a token wants to change something. */
    public static Problem anonymous() {
        return Problem.of("authentication-required", 401,
                "only reading is open to everybody; send 'Authorization: Bearer <token>'");
    }

    /** The caller lacks a role this needs. */
    public static Problem notPermitted(Actor actor, String who) {
        return actor.kind() == Actor.Kind.ANONYMOUS
                ? anonymous()
                : Problem.of("not-permitted", 403,
                        "only " + who + " may do this; '" + actor.id() + "' is not; use a token with that role");
    }

    /** The value a text stands for; text that stands for none is an {@link #invalidField}. */
    public static <T> T parse(String field, String text, Function<String, T> parser) {
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException e) {
            throw invalidField(field, String.valueOf(e.getMessage())).asException();
        }
    }
}
