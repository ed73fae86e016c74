using TenantTokens.Fleet.Matching;
using TenantTokens.Fleet.Targets;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class PlanHistoryTests : LedgerTest
{
    private const string Environment = "sim00001";

    [Fact]
    public async Task A_plan_is_found_by_its_hash_in_its_environment_alone()
    {
        RotationRecord draft = await AddAsync("000000000000000a");

        Assert.Equal(
            new PlanPointer("000000000000000a", draft.RotationId, Time.GetUtcNow(), IsDraft: true),
            await History.FindAsync(Environment, "000000000000000a", Stop));
        Assert.Null(await History.FindAsync(Environment, "000000000000000b", Stop));
        Assert.Null(await History.FindAsync("sim00002", "000000000000000a", Stop));
    }

    [Fact]
    public async Task A_draft_gives_way_to_a_newer_plan_with_the_same_hash_and_nothing_of_it_is_left()
    {
        RotationRecord old = await AddAsync("000000000000000a");
        RotationRecord fresh = await AddAsync("000000000000000a");

        Assert.Null(await Rotations.FindAsync(old.RotationId, Stop));
        Assert.Empty(await Targets.ListAsync(old.RotationId, Stop));
        Assert.Null(await Plans.FindAsync(old.RotationId, Stop));
        Assert.Single(await Targets.ListAsync(fresh.RotationId, Stop));
    }

    [Fact]
    public async Task The_rows_of_a_rotation_stay_when_its_plan_is_made_again()
    {
        RotationRecord rotation = await OpenAsync();
        await Targets.PutAsync(rotation.RotationId, [Some.Target("a")], Stop);
        await History.AddAsync(rotation, "000000000000000a", Time.GetUtcNow(), Stop);

        await AddAsync("000000000000000a");

        Assert.Single(await Targets.ListAsync(rotation.RotationId, Stop));
    }

    [Fact]
    public async Task Only_the_newest_plans_are_kept()
    {
        RotationRecord first = await AddAsync($"{0:x16}");
        for (int number = 1; number <= PlanHistory.Kept; number++)
        {
            await AddAsync($"{number:x16}");
        }

        Assert.Null(await History.FindAsync(Environment, $"{0:x16}", Stop));
        Assert.Null(await Rotations.FindAsync(first.RotationId, Stop));
        Assert.NotNull(await History.FindAsync(Environment, $"{1:x16}", Stop));
    }

    [Fact]
    public async Task Findings_of_one_step_are_replaced_and_those_of_another_stay()
    {
        await Plans.PutFindingsAsync("rot-1", "discovery", [Finding("a"), Finding("b"), Finding("c")], Stop);
        await Plans.PutFindingsAsync("rot-1", "plan", [Finding("d")], Stop);
        await Plans.PutFindingsAsync("rot-1", "discovery", [Finding("e")], Stop);

        Assert.Equal(["e", "d"], (await Plans.ListFindingsAsync("rot-1", null, Stop)).Select(static finding => finding.Code));
        Assert.Equal(["d"], (await Plans.ListFindingsAsync("rot-1", "plan", Stop)).Select(static finding => finding.Code));
    }

    [Fact]
    public async Task Known_gates_are_replaced_by_id_whatever_its_case_and_can_be_forgotten()
    {
        ActiveGateRoster roster = new(Store);
        await roster.PutAsync(Environment, [new("0xA", "gw-1", null, null, Some.Now), new("0xB", "gw-2", null, null, Some.Now)], Stop);
        await roster.PutAsync(Environment, [new("0xa", "gw-1", "pool", "/vm", Some.Now)], Stop);
        await roster.RemoveAsync(Environment, "0xB", Stop);

        Assert.Equal(new KnownActiveGate("0xa", "gw-1", "pool", "/vm", Some.Now), Assert.Single(await roster.ListAsync(Environment, Stop)));
        Assert.Empty(await roster.ListAsync("sim00002", Stop));
    }

    private PlanHistory History => new(Store);

    private static PlanFinding Finding(string code) => new(PlanSeverity.Note, code, null, "Something.");

    private async Task<RotationRecord> AddAsync(string hash)
    {
        Time.Advance(TimeSpan.FromSeconds(1));
        RotationRecord draft = await Rotations.DraftAsync(new(Environment, "rachel"), Stop);
        await Targets.PutAsync(draft.RotationId, [Some.Target("a")], Stop);
        await Plans.PutAsync(draft.RotationId, new(hash, Time.GetUtcNow(), [], []), Stop);
        await History.AddAsync(draft, hash, Time.GetUtcNow(), Stop);
        return draft;
    }
}
