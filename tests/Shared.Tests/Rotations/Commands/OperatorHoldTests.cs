using TenantTokens.Ledger;
using TenantTokens.Rotations.Commands;
using TenantTokens.Rotations;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;

namespace TenantTokens.Shared.Tests.Rotations.Commands;

/// <summary>That Kubernetes operators are held is recorded once, with who said so.</summary>
public sealed class OperatorHoldTests
{
    private static readonly AuditEvent _rachel = new(default, "", "rachel", "") { Via = "key", Address = "192.0.2.7" };
    private readonly RotationLedger _rotations;
    private readonly AuditTrail _audit;
    private readonly OperatorHold _hold;

    public OperatorHoldTests()
    {
        MemoryLedgerStore store = new();
        InstantTime time = new();
        (_rotations, _audit) = (new(store, time), new(store, time));
        _hold = new(_rotations, _audit);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_open_rotation_learns_it_once_however_often_it_is_said()
    {
        RotationOpening opening = await OpenAsync();
        for (int number = 0; number < 3; number++)
        {
            Assert.True((await _hold.RecordAsync(await OpenAsync(), _rachel, Stop)).OperatorsHeld);
        }

        Assert.True((await _rotations.GetAsync(opening.Rotation.RotationId, Stop)).OperatorsHeld);
        AuditEvent line = Assert.Single(await LinesAsync(opening));
        Assert.Equal(("rachel", "key", "192.0.2.7"), (line.By, line.Via, line.Address));
    }

    [Fact]
    public async Task A_rotation_that_was_opened_with_it_has_a_line_for_it_too()
    {
        RotationOpening opening = await OpenAsync(isHeld: true);
        await _hold.RecordAsync(opening, _rachel, Stop);
        await _hold.RecordAsync(await OpenAsync(isHeld: true), _rachel, Stop);
        Assert.Single(await LinesAsync(opening));
    }

    [Fact]
    public async Task A_rotation_that_has_ended_learns_nothing()
    {
        RotationOpening opening = await OpenAsync();
        await _rotations.UpdateAsync(
            opening.Rotation.RotationId, static current => current with { Phase = RotationPhase.Completed, EndedAt = Some.Now }, Stop);
        Assert.False((await _hold.RecordAsync(await OpenAsync(), _rachel, Stop)).OperatorsHeld);
        Assert.False((await _rotations.GetAsync(opening.Rotation.RotationId, Stop)).OperatorsHeld);
        Assert.Empty(await LinesAsync(opening));
    }

    private Task<RotationOpening> OpenAsync(bool isHeld = false)
        => _rotations.OpenAsync(new("sim00001", "rachel", "change-1") { OperatorsHeld = isHeld }, Stop);

    private ValueTask<List<AuditEvent>> LinesAsync(RotationOpening opening)
        => _audit.ListAsync(opening.Rotation.RotationId, Stop)
            .Where(static line => line.Code == OperatorHold.AuditCode)
            .ToListAsync(Stop);
}
