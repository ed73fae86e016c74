using Microsoft.Extensions.Time.Testing;
using TenantTokens.Approvals;
using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Following;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Reading;
using TenantTokens.Testing.Builders;

namespace TenantTokens.Local.Tests.Following;

/// <summary>Progress for a log: what changes, and after a while what is waited for.</summary>
public sealed class PlainViewTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly FakeTimeProvider _time = new(Some.Now);

    public void Dispose() => _output.Dispose();

    [Fact]
    public async Task A_line_comes_once_and_is_not_repeated_within_ten_seconds()
    {
        await ShowAsync(RotationPhase.Verifying, (9, RotationPhase.Verifying), (0, RotationPhase.Verifying));

        Assert.Single(Lines);
    }

    [Fact]
    public async Task After_ten_seconds_a_wait_says_what_it_waits_for_and_since_when()
    {
        await ShowAsync(RotationPhase.Verifying, (10, RotationPhase.Verifying));

        Assert.Equal($"Since {Some.Now.UtcDateTime:HH:mm:ss}Z: {Lines[0]}", Lines[1]);
    }

    [Fact]
    public async Task A_start_gate_says_at_once_who_decides_until_when_and_how()
    {
        GateRecord gate = Some.Gate(kind: GateKind.Start) with { Deadline = Some.Now.AddHours(1) };
        await new PlainView(new(_output), _time).RunAsync(show =>
        {
            show(Snapshot(RotationPhase.AwaitingStart) with { Gate = gate });
            return Task.FromResult(0);
        });

        string line = Assert.Single(Lines);
        Assert.Contains("waits for 1 of alice, bob, carol; not rachel", line, StringComparison.Ordinal);
        Assert.Contains($"Its deadline is {gate.Deadline.Value.UtcDateTime:yyyy-MM-dd HH:mm:ss}Z", line, StringComparison.Ordinal);
        Assert.Contains("with the link in their own message", line, StringComparison.Ordinal);
        Assert.Contains("'tenant-token approve --as NAME'", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_begins_anew()
    {
        await ShowAsync(RotationPhase.Verifying, (9, RotationPhase.Finishing), (9, RotationPhase.Finishing));

        Assert.Equal(2, Lines.Count);
    }

    [Fact]
    public async Task A_wait_of_two_days_says_so_a_few_hundred_times()
    {
        await ShowAsync(RotationPhase.Verifying, [.. Enumerable.Repeat((1, RotationPhase.Verifying), 2 * 24 * 60 * 60)]);

        Assert.InRange(Lines.Count, 280, 320);
    }

    private List<string> Lines => [.. _output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)];

    private Task<int> ShowAsync(RotationPhase first, params (int Seconds, RotationPhase Phase)[] later)
        => new PlainView(new(_output), _time).RunAsync(show =>
        {
            show(Snapshot(first));
            foreach ((int seconds, RotationPhase phase) in later)
            {
                _time.Advance(TimeSpan.FromSeconds(seconds));
                show(Snapshot(phase));
            }

            return Task.FromResult(0);
        });

    private static RotationSnapshot Snapshot(RotationPhase phase)
        => new(Some.Rotation(phase), null, Coverage.From([]), [], [], null, GateOutcome.Undecided, []);
}
