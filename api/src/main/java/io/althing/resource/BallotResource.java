package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.Call;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.http.Wire;
import io.althing.registry.Ballot;
import io.althing.registry.BallotId;
import io.althing.registry.Command;
import io.althing.registry.RegionView;
import io.althing.registry.Table;
import io.vertx.core.Future;
import java.util.Map;

/** Ballots and the votes in them. */
final class BallotResource implements Resource {
    @Override
    public void bind(Routes routes) {
        routes.operation("listBallots", call -> Pages.of(call, Table.BALLOTS, ""));
        routes.operation("openBallot", this::open);
        routes.operation("getBallot", call -> row(call.path("ballot", BallotId::new)).get(call));
        routes.operation("castVote", this::vote);
    }

    private static Row<RegionView.BallotView> row(BallotId id) {
        return new Row<>("ballot '" + id + "'",
                state -> state.get(Table.BALLOTS, id.value())
                        .map(ballot -> new RegionView.BallotView(ballot, state.all(Table.VOTES, id + "/"))),
                BallotResource::show, view -> view.ballot().revision());
    }

    private static Json show(Wire wire, RegionView.BallotView view) {
        Ballot ballot = view.ballot();
        return Json.object(Map.of("ballot", wire.json(ballot), "votes",
                Json.array(view.votes().stream().map(wire::json).toList())));
    }

    private Future<Answer> open(Call call) {
        var command = call.command(Command.OpenBallot.class, Map.of(), Map.of());
        return call.propose(command).compose(receipt -> row(command.ballot()).after(call, receipt, 201));
    }

    private Future<Answer> vote(Call call) {
        BallotId id = call.path("ballot", BallotId::new);
        var command = call.command(Command.CastVote.class, Map.of("ballot", id.value()), Map.of());
        return call.propose(command).compose(receipt -> row(id).after(call, receipt, 200));
    }
}
