package io.althing.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.util.Optional;

/**
 * What a region answered.
 *
 * @param region the region asked
 */
public record Answer(String region, int status, HttpHeaders headers, byte[] body) {
    private static final int FIRST_ERROR = 400;

    /** Whether the region did what was asked. */
    public boolean ok() {
        return status < FIRST_ERROR;
    }

    /**
     * The body as JSON; missing if empty.
     *
     * @throws UserError if the body is not JSON
     */
    public JsonNode json() {
        if (body.length == 0) {
            return MissingNode.getInstance();
        }
        try {
            return Json.mapper().readTree(body);
        } catch (JsonProcessingException e) {
            throw new UserError(ExitCode.REFUSED,
                    region + " answered HTTP " + status + " with something that is not JSON; is this an Althing API?",
                    e);
        } catch (IOException e) {
            throw new UserError(ExitCode.REFUSED, region + ": " + e.getMessage(), e);
        }
    }

    /** The resource's revision, if the answer names one. */
    public Optional<Long> revision() {
        return headers.firstValue("ETag").map(tag -> Long.parseLong(tag.replace("\"", "")));
    }

    /** The problem in an error answer. */
    public Problem problem() {
        boolean json = headers.firstValue("Content-Type").filter(t -> t.contains("json")).isPresent();
        return Problem.of(status, json ? Optional.of(json()) : Optional.empty());
    }

    /** This answer if it is no error. */
    public Answer orThrow() {
        if (!ok()) {
            throw new ProblemException(problem());
        }
        return this;
    }
}
