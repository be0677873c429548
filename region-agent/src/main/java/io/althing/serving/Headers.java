package io.althing.serving;

import io.vertx.core.http.HttpHeaders;

/** The gateway's own headers. */
public final class Headers {
    /** Asked: whom the request is for; the same unit keeps its side of a canary. At most 256 characters. */
    public static final CharSequence UNIT = HttpHeaders.createOptimized("x-althing-unit");
    /** Asked: the caller's name for the input, written to the request log. */
    public static final CharSequence SAMPLE = HttpHeaders.createOptimized("x-althing-sample");
    /** Asked and answered: the request's id. A caller's own is kept if it is at most 64 letters, digits, dots, dashes, underscores. */
    public static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("althing-request-id");
    /** Answered: the region that served it. */
    public static final CharSequence REGION = HttpHeaders.createOptimized("althing-region");
    /** Answered: the rollout on trial, if any. */
    public static final CharSequence ROLLOUT = HttpHeaders.createOptimized("althing-rollout");
    /** Answered: the side the request was placed on, {@code stable} or {@code canary}. */
    public static final CharSequence ARM = HttpHeaders.createOptimized("althing-arm");
    /** Answered when stable answered for a candidate: {@code failed}, {@code timeout}, {@code overloaded} or {@code ejected}. */
    public static final CharSequence FALLBACK = HttpHeaders.createOptimized("althing-fallback");

    private Headers() {}
}
