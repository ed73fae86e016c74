using TenantTokens.Rotations;

namespace TenantTokens.Local.Tests.Ledger;

public sealed class RotationLedgerTests : LedgerTest
{
    [Fact]
    public async Task Of_twenty_who_ask_at_once_all_get_the_same_rotation_and_one_has_opened_it()
    {
        RotationOpening[] asked = await Task.WhenAll(Enumerable.Range(0, 20).Select(
            number => Task.Run(
                () => Rotations.OpenAsync(new("sim00001", $"person-{number}", number % 2 == 0 ? $"key-{number}" : null), Stop))));
        string id = Assert.Single(asked.Select(static opening => opening.Rotation.RotationId).Distinct());
        Assert.Single(asked, static opening => opening.IsNew);
        Assert.Equal(id, (await Rotations.FindLatestAsync("sim00001", Stop))!.RotationId);
    }

    [Fact]
    public async Task Two_environments_do_not_share_a_rotation()
        => Assert.NotEqual(
            (await Rotations.OpenAsync(new("one", "rachel"), Stop)).Rotation.RotationId,
            (await Rotations.OpenAsync(new("two", "rachel"), Stop)).Rotation.RotationId);

    [Fact]
    public async Task The_same_request_key_gives_the_same_rotation_even_when_it_has_ended()
    {
        RotationRecord first = (await Rotations.OpenAsync(new("sim00001", "rachel", "ticket-1"), Stop)).Rotation;
        await EndAsync(first);
        RotationOpening again = await Rotations.OpenAsync(new("sim00001", "rachel", "ticket-1"), Stop);
        Assert.Equal((first.RotationId, false), (again.Rotation.RotationId, again.IsNew));
    }

    [Fact]
    public async Task A_request_key_that_was_given_the_open_rotation_does_not_open_another_when_that_has_ended()
    {
        RotationRecord open = (await Rotations.OpenAsync(new("sim00001", "rachel"), Stop)).Rotation;
        Assert.Equal(open.RotationId, (await Rotations.OpenAsync(new("sim00001", "peter", "ticket-2"), Stop)).Rotation.RotationId);
        await EndAsync(open);
        Assert.Equal(open.RotationId, (await Rotations.OpenAsync(new("sim00001", "peter", "ticket-2"), Stop)).Rotation.RotationId);
    }

    [Fact]
    public async Task A_rotation_that_has_ended_does_not_stand_in_the_way()
    {
        RotationRecord first = (await Rotations.OpenAsync(new("sim00001", "rachel", "ticket-1"), Stop)).Rotation;
        await EndAsync(first);
        RotationRecord second = (await Rotations.OpenAsync(new("sim00001", "rachel", "ticket-2"), Stop)).Rotation;
        Assert.NotEqual(first.RotationId, second.RotationId);
        Assert.Equal(second.RotationId, (await Rotations.FindLatestAsync("sim00001", Stop))!.RotationId);
    }

    [Fact]
    public async Task A_plan_alone_opens_nothing()
    {
        await Rotations.DraftAsync(new("sim00001", "rachel"), Stop);
        Assert.Null(await Rotations.FindLatestAsync("sim00001", Stop));
    }

    [Fact]
    public async Task Generations_rise_even_when_the_clock_goes_back()
    {
        long first = await Rotations.NextGenerationAsync("sim00001", Stop);
        Time.AdjustTime(Time.GetUtcNow().AddYears(-1));
        long second = await Rotations.NextGenerationAsync("sim00001", Stop);
        Time.AdjustTime(Time.GetUtcNow().AddYears(2));
        long third = await Rotations.NextGenerationAsync("sim00001", Stop);
        Assert.Equal(first + 1, second);
        Assert.Equal(Time.GetUtcNow().ToUnixTimeMilliseconds(), third);
    }

    [Fact]
    public async Task Generations_asked_for_at_once_are_all_different()
    {
        long[] generations = await Task.WhenAll(
            Enumerable.Range(0, 20).Select(_ => Task.Run(() => Rotations.NextGenerationAsync("sim00001", Stop))));
        Assert.Equal(20, generations.Distinct().Count());
    }

    private Task<RotationRecord> EndAsync(RotationRecord rotation)
        => SetAsync(rotation.RotationId, static current => current with { Phase = RotationPhase.Completed });
}
