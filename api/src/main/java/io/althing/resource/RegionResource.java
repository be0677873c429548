package io.althing.resource;

import io.althing.audit.Json;
import io.althing.http.Answer;
import io.althing.http.ApiContext;
import io.althing.http.Call;
import io.althing.http.Problems;
import io.althing.http.Resource;
import io.althing.http.Routes;
import io.althing.http.Wire;
import io.althing.registry.Command;
import io.althing.registry.Genesis;
import io.althing.registry.Model;
import io.althing.registry.Region;
import io.althing.registry.RegionRecord;
import io.althing.registry.RegionView;
import io.althing.registry.RegistryState;
import io.althing.registry.ServingTarget;
import io.althing.registry.Table;
import io.althing.store.StoreStatus;
import io.vertx.core.Future;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Regions, what they serve, and what their agents act upon. */
final class RegionResource implements Resource {
    private final ApiContext api;

    RegionResource(ApiContext api) {
        this.api = api;
    }

    private record Whole(RegionRecord region, List<ServingTarget> serving, List<Genesis.Member> members) {}

    @Override
    public void bind(Routes routes) {
        routes.operation("listRegions", this::list);
        routes.operation("getRegion", this::get);
        routes.operation("getRegionView", this::view);
        routes.operation("reportEffective", this::effective);
    }

    private Future<Answer> list(Call call) {
        return call.read(state -> state.all(Table.REGIONS, "").stream().map(r -> whole(state, r)).toList())
                .map(read -> call.answer(read,
                        Pages.whole(read.value().stream().map(whole -> show(call.wire(), whole)).toList())));
    }

    private Future<Answer> get(Call call) {
        Region region = call.path("region", Region::new);
        return new Row<>("region '" + region + "'",
                state -> state.get(Table.REGIONS, region.value()).map(r -> whole(state, r)), this::show,
                whole -> whole.region().revision()).get(call);
    }

    private static Whole whole(RegistryState state, RegionRecord region) {
        List<ServingTarget> serving = state.all(Table.MODELS, "").stream().map(Model::name)
                .flatMap(model -> state.get(Table.TARGETS, Table.key(model, region.region())).stream()).toList();
        List<Genesis.Member> members = state.all(Table.MEMBERS, "").stream()
                .filter(member -> member.region().equals(region.region())).toList();
        return new Whole(region, serving, members);
    }

    private Json show(Wire wire, Whole whole) {
        StoreStatus status = api.store().status();
        List<Json> nodes = whole.members().stream().map(member -> node(member, status)).toList();
        Json serving = Json.array(whole.serving().stream().map(target -> ModelResource.target(wire, target)).toList());
        return Wire.with(Wire.with(wire.json(whole.region()), "serving", serving), "nodes", Json.array(nodes));
    }

    private static Json node(Genesis.Member member, StoreStatus status) {
        Map<String, Json> fields = new TreeMap<>();
        fields.put("node", Json.string(member.node().value()));
        fields.put("peer", Json.string(member.peer()));
        fields.put("leads", Json.bool(status.leader().filter(member.node()::equals).isPresent()));
        Stream<StoreStatus.MemberStatus> known = status.members().stream().filter(m -> m.node().equals(member.node()));
        known.findFirst().ifPresent(m -> fields.put("voter", Json.bool(m.voter())));
        return Json.object(fields);
    }

    private Future<Answer> view(Call call) {
        Region region = call.path("region", Region::new);
        return call.read(state -> state.get(Table.REGIONS, region.value()).map(r -> RegionView.of(state, region, 0)))
                .map(read -> {
                    RegionView view = read.value()
                            .orElseThrow(() -> Problems.notFound("region", region.value()).asException());
                    return call.answer(read, call.wire().json(at(view, read.index())));
                });
    }

    private static RegionView at(RegionView view, long index) {
        return new RegionView(view.region(), view.clusterId(), index, view.agreedMillis(), view.epoch(), view.targets(),
                view.rollouts(), view.ballots(), view.candidate(), view.files(), view.global());
    }

    private Future<Answer> effective(Call call) {
        var command = call.command(Command.ReportEffective.class, Map.of("region", call.path("region")), Map.of());
        String key = Table.key(command.model(), command.region());
        Row<ServingTarget> row = new Row<>("target '" + key + "'", state -> state.get(Table.TARGETS, key),
                ModelResource::target, ServingTarget::index);
        return call.propose(command).compose(receipt -> row.after(call, receipt, 200));
    }
}
