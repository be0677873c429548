package io.althing.events;

import io.althing.http.ApiContext;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.store.RegistryStore;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * {@code GET /v1/events}: every event since {@code Last-Event-ID} or {@code ?from=<audit index>}, or from now on, without a gap. One
 * listener on the store wakes all clients; each reads the audit log at its own pace.
 */
public final class EventStream implements Resource {
    private final ApiContext api;
    private final CloudEvents events;
    private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
    private final RegistryStore.Registration registration;

    /** Begins to listen to the store. */
    public EventStream(ApiContext api) {
        this.api = api;
        this.events = new CloudEvents(api.region());
        this.registration = api.store().onApplied(notice -> clients.forEach(client -> client.wake(notice.auditSize())));
    }

    @Override
    public void bind(Routes routes) {
        routes.stream(HttpMethod.GET, "/v1/events", context -> routes.actor(context).ifPresent(actor -> {
            try {
                open(context);
            } catch (io.althing.http.ProblemException e) {
                routes.fail(context, e);
            }
        }));
    }

    private void open(RoutingContext context) {
        long size = api.store().audit().size();
        Position start = header(context, "Last-Event-ID")
                .map(id -> Problems.parse("Last-Event-ID", id, Position::parse))
                .map(Position::next)
                .or(() -> Optional.ofNullable(context.request().getParam("from"))
                        .map(from -> Problems.parse("from", from, EventStream::index)))
                .orElseGet(() -> new Position(size, 0));
        context.response().putHeader("Content-Type", "text/event-stream").putHeader("Cache-Control", "no-store")
                .putHeader("Althing-Region", api.region().value()).setChunked(true);
        var client = new EventClient(context, api, events, start);
        clients.add(client);
        client.run(() -> clients.remove(client));
    }

    private static Position index(String text) {
        return Position.parse(text + ".0");
    }

    private static Optional<String> header(RoutingContext context, String name) {
        return Optional.ofNullable(context.request().getHeader(name));
    }

    @Override
    public void close() {
        registration.close();
    }
}
