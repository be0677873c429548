package io.althing.client;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Asks the cluster over HTTP: a given region, or the first that can answer. A call that may be repeated goes on to the next region
 * when one cannot be reached or has no quorum; any other is sent once. Thread-safe; blocks its caller.
 */
public final class ApiClient {
    private static final Duration CONNECT = Duration.ofSeconds(2);

    private final HttpClient http;
    private final List<Place> places;
    private final Optional<String> token;

    /**
     * A region to ask.
     *
     * @param api base of its API, without a slash at the end
     */
    public record Place(String region, URI api) {}

    /** @param places in the order in which they are asked; at least one */
    public ApiClient(List<Place> places, Optional<String> token) {
        this(HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build(), places,
                token);
    }

    private ApiClient(HttpClient http, List<Place> places, Optional<String> token) {
        this.http = http;
        this.places = List.copyOf(places);
        this.token = token;
    }

    /** A client of every region of the file. */
    public static ApiClient of(Endpoints endpoints, Optional<String> token) {
        return new ApiClient(endpoints.regions().stream().map(r -> new Place(r.region(), r.api())).toList(), token);
    }

    /** The same, asking only one region. */
    public ApiClient only(String region) {
        List<Place> one = places.stream().filter(p -> p.region().equals(region)).toList();
        if (one.isEmpty()) {
            throw UserError.usage("there is no region '" + region + "'; there are "
                    + places.stream().map(Place::region).toList());
        }
        return new ApiClient(http, one, token);
    }

    /** The same, as another principal. */
    public ApiClient as(Optional<String> otherToken) {
        return new ApiClient(http, places, otherToken);
    }

    /** The same, asking these in this order. */
    public ApiClient asking(List<Place> otherPlaces) {
        return new ApiClient(http, otherPlaces, token);
    }

    /** The regions this client asks, in order. */
    public List<Place> places() {
        return places;
    }

    /**
     * Sends the call and returns the answer, error answers included.
     *
     * @throws UserError if no region could be reached
     */
    public Answer send(Call call) {
        Optional<Answer> refused = Optional.empty();
        StringBuilder tried = new StringBuilder();
        for (Place place : places) {
            try {
                Answer answer = exchange(place, call);
                if (!passOn(answer, call)) {
                    return answer;
                }
                refused = Optional.of(answer);
            } catch (ConnectException e) {
                tried.append("\n  ").append(place.region()).append(" at ").append(place.api())
                        .append(": nobody listens");
            } catch (HttpTimeoutException e) {
                tried.append("\n  ").append(place.region()).append(" at ").append(place.api())
                        .append(": no answer in time");
                stopUnlessRepeatable(call, tried, e);
            } catch (IOException e) {
                tried.append("\n  ").append(place.region()).append(" at ").append(place.api()).append(": ")
                        .append(e.getMessage());
                stopUnlessRepeatable(call, tried, e);
            }
        }
        return refused.orElseThrow(() -> new UserError(ExitCode.UNREACHABLE,
                "no region can be reached; is the cluster running?" + tried));
    }

    /** Sends the call; an error answer is thrown. */
    public Answer need(Call call) {
        return send(call).orThrow();
    }

    private boolean passOn(Answer answer, Call call) {
        return call.repeatable() && answer.status() == 503 && places.size() > 1;
    }

    private static void stopUnlessRepeatable(Call call, CharSequence tried, IOException cause) {
        if (!call.repeatable()) {
            throw new UserError(ExitCode.OUTCOME_UNKNOWN,
                    "the connection broke while the region worked; it may have done it: look before asking again"
                            + tried,
                    cause);
        }
    }

    private Answer exchange(Place place, Call call) throws IOException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(place.api() + call.path()))
                .timeout(call.deadline()).method(call.method(), call.publisher());
        call.contentType().ifPresent(type -> request.header("Content-Type", type));
        call.headers().forEach(request::header);
        token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
        try {
            HttpResponse<byte[]> answer = http.send(request.build(), BodyHandlers.ofByteArray());
            return new Answer(place.region(), answer.statusCode(), answer.headers(), answer.body());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** An event stream of one place; the caller closes it. */
    public EventStream events(Optional<String> lastEventId) {
        return EventStream.open(http, places.getFirst(), lastEventId);
    }
}
