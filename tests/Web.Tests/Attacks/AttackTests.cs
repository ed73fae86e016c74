using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>
/// What was tried, what it is answered. Nothing gets through: no vote, no command, no rotation. Each answer says what to do, and each try
/// leaves a line.
/// </summary>
public sealed class AttackTests(AttackStage stage) : IClassFixture<AttackStage>
{
    private static readonly Dictionary<string, AttackRow> _table = new(
        [
            .. LinkAttacks.Rows,
            .. FormAttacks.Rows,
            .. IdentityAttacks.Rows,
            .. CallbackAttacks.Rows,
            .. ShapeAttacks.Rows,
            .. SessionAttacks.Rows,
            .. WordAttacks.Rows,
        ],
        StringComparer.Ordinal);

    public static TheoryData<string> Rows => [.. _table.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public void There_are_at_least_a_hundred_rows() => Assert.True(_table.Count >= 100, $"{_table.Count} rows.");

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Nothing_gets_through_and_each_try_is_answered_clearly_and_leaves_a_line(string what)
    {
        AttackRow row = _table[what];
        string address = $"203.0.113.{_table.Keys.ToList().IndexOf(what)}"; // nobody else's

        Visitor.Answer answer = await row.TryAsync(new Attack(stage, address));

        Assert.True(answer.Status == row.Status, $"{answer.Status}: {answer.Body}");
        Assert.Equal(row.HasBody, answer.Body.Contains(row.Code, StringComparison.Ordinal));
        Assert.DoesNotContain("<script>alert", answer.Body, StringComparison.Ordinal);
        await AssertNothingHappenedAsync(stage.App, stage.Rotation);
        await AssertNothingHappenedAsync(stage.App, stage.Other);
        await AssertNothingHappenedAsync(stage.Functions, stage.OnFunctions);
        List<AuditEvent> lines = await LinesOfAsync(address);
        Assert.NotEmpty(lines);
        Assert.All(lines, line => Assert.StartsWith($"{row.Code}: ", line.Detail, StringComparison.Ordinal));
    }

    private async Task AssertNothingHappenedAsync(WebApp app, RotationRecord before)
    {
        RotationRecord now = (await app.Get<RotationLedger>().FindLatestAsync(before.EnvironmentId, Stop))!;
        Assert.Equal(before.RotationId, now.RotationId);
        Assert.Equal((0, 0, false, false), (now.Commands, now.Signals, now.Paused, now.Emergency));
        Assert.Empty(await app.VotesAsync(now, stage.Gate));
        await app.SettleAsync();
        Assert.Empty(app.Engine.Woken);
    }

    private async Task<List<AuditEvent>> LinesOfAsync(string address)
    {
        List<AuditEvent> lines = [];
        foreach ((WebApp app, string trail) in ((WebApp, string)[])
            [
                (stage.App, stage.Rotation.RotationId),
                (stage.App, stage.Other.RotationId),
                (stage.App, RefusalAudit.Elsewhere),
                (stage.Functions, stage.OnFunctions.RotationId),
                (stage.Functions, RefusalAudit.Elsewhere),
            ])
        {
            lines.AddRange((await app.AuditAsync(trail)).Where(entry => entry.Code == RefusalAudit.Code && entry.Address == address));
        }

        return lines;
    }
}
