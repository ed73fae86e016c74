using Azure.Core.Pipeline;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Ledger;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Deleting;
using TenantTokens.Rotations.Sending;
using TenantTokens.RunCommand;
using TenantTokens.Shared.Tests.Rotations.Sending;
using TenantTokens.Shared.Tests.RunCommand;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Ledger;
using TenantTokens.Testing.Time;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Deleting;

public sealed class DeleteFinishedRunCommandsTests : IDisposable
{
    private const string Locked =
        "The scope cannot perform delete operation because following scope(s) are locked. Please remove the lock and try again.";

    private readonly InstantTime _time = new();
    private readonly MemoryLedgerStore _store = new();
    private readonly StandingCommands _azure = new();
    private readonly RotationLedger _rotations;
    private readonly TargetLedger _targets;
    private readonly AuditTrail _audit;
    private readonly DeleteFinishedRunCommands _sweep;
    private string _rotationId = "";

    public DeleteFinishedRunCommandsTests()
    {
        RotationOptions options = Some.Options();
        _rotations = new(_store, _time);
        _targets = new(_store);
        _audit = new(_store, _time);
        ArmPipeline arm = new(options.Azure, AzureCredentials.Create(options.Azure), new HttpClientTransport(_azure), _time);
        _sweep = new(
            _rotations,
            _targets,
            new RunCommandDeletion(new RunCommandClient(arm, new SecretScrubber())),
            options.Policy,
            _audit,
            _time);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    public void Dispose() => _azure.Dispose();

    [Fact]
    public async Task What_stands_is_deleted_and_what_was_deleted_already_is_only_noted()
    {
        string gone = await AddAsync("web-01");
        await AddAsync("web-02", isStanding: false);

        Assert.Equal(new DeleteFinishedRunCommands.Result(2, 0, IsOver: true), await SweepAsync());
        Assert.DoesNotContain(gone, _azure.Names);
        Assert.All(await _targets.ListAsync(_rotationId, Stop), static target => Assert.False(target.Send!.DeletePending));
        Assert.Equal(
            (0, true),
            (await RotationAsync() is { CommandsLeft: { } left } rotation ? (left, rotation.CommandsSweptAt is not null) : (-1, false)));
    }

    [Fact]
    public async Task A_lock_leaves_the_command_and_is_named_with_machine_and_reason()
    {
        await AddAsync("web-01");
        await AddAsync("web-02");
        _azure.Answers["web-01"] = (409, RunCommandDriver.Error("ScopeLocked", Locked));

        Assert.Equal(new DeleteFinishedRunCommands.Result(1, 1), await SweepAsync());

        RunCommandLeft left = Assert.Single(RunCommandLeft.From(await _targets.ListAsync(_rotationId, Stop), isEnded: true));
        Assert.Equal(
            ("web-01", "oneagent/web-01", $"ScopeLocked: {Locked}", true),
            (left.Machine, left.Target, left.Reason, left.HoldsToken));
        Assert.Equal(
            $"1 run commands deleted from machines, 1 left: web-01 (apply of oneagent/web-01: ScopeLocked: {Locked.TrimEnd('.')}).",
            await LastAuditAsync());
        Assert.Equal((1, null), ((await RotationAsync()).CommandsLeft, (await RotationAsync()).CommandsSweptAt));
    }

    [Fact]
    public async Task A_lock_that_is_removed_lets_the_next_sweep_delete_it()
    {
        await AddAsync("web-01");
        _azure.Answers["web-01"] = (409, RunCommandDriver.Error("ScopeLocked", Locked));
        await SweepAsync();
        _azure.Answers.Clear();

        Assert.Equal(new DeleteFinishedRunCommands.Result(1, 0, IsOver: true), await SweepAsync());
        Assert.Empty(_azure.Names);
        Assert.Empty(RunCommandLeft.From(await _targets.ListAsync(_rotationId, Stop), isEnded: true));
    }

    [Theory]
    [InlineData(202)]
    [InlineData(200)]
    [InlineData(204)]
    public async Task A_deletion_that_is_accepted_and_not_done_is_still_left(int status)
    {
        await AddAsync("web-01");
        _azure.Answers["web-01"] = (status, "");

        Assert.Equal(new DeleteFinishedRunCommands.Result(0, 1), await SweepAsync());
        Assert.Equal(
            "Azure has not deleted it yet",
            Assert.Single(RunCommandLeft.From(await _targets.ListAsync(_rotationId, Stop), isEnded: true)).Reason);
    }

    [Fact]
    public async Task A_sweep_that_finds_the_same_as_before_says_it_once()
    {
        await AddAsync("web-01");
        _azure.Answers["web-01"] = (202, "");
        await SweepAsync();
        await SweepAsync();

        Assert.Single(await _audit.ListAsync(_rotationId, Stop).Where(static entry => entry.Code is "swept").ToListAsync(Stop));
    }

    [Fact]
    public async Task What_is_left_when_the_time_has_passed_is_not_looked_for_again()
    {
        await AddAsync("web-01");
        _azure.Answers["web-01"] = (202, "");
        _time.Advance(Some.Options().Policy.Stragglers.Sweep + TimeSpan.FromMinutes(1));

        Assert.Equal(new DeleteFinishedRunCommands.Result(0, 1, IsOver: true), await SweepAsync());
        Assert.NotNull((await RotationAsync()).CommandsSweptAt);
    }

    [Theory]
    [InlineData(RotationPhase.Finishing, false)]
    [InlineData(RotationPhase.Cancelled, true)]
    [InlineData(RotationPhase.Abandoned, true)]
    public async Task Only_a_rotation_that_has_ended_is_swept_for_the_last_time(RotationPhase phase, bool isOver)
    {
        await AddAsync("web-01", phase: phase);

        Assert.Equal(new DeleteFinishedRunCommands.Result(1, 0, isOver), await SweepAsync());
    }

    [Fact]
    public async Task While_late_machines_still_get_the_token_no_sweep_is_the_last()
    {
        await AddAsync("web-01");
        await _rotations.UpdateAsync(_rotationId, current => current with { SweepUntil = _time.GetUtcNow().AddDays(14) }, Stop);

        Assert.False((await SweepAsync()).IsOver);
    }

    [Fact]
    public async Task A_command_whose_script_may_still_run_is_not_deleted()
    {
        string name = await AddAsync("web-01", isSettled: false);

        Assert.Equal(new DeleteFinishedRunCommands.Result(0, 1), await SweepAsync());
        Assert.Contains(name, _azure.Names);
        Assert.Equal(
            "its script may still run",
            Assert.Single(RunCommandLeft.From(await _targets.ListAsync(_rotationId, Stop), isEnded: true)).Reason);
        Assert.Empty(RunCommandLeft.From(await _targets.ListAsync(_rotationId, Stop), isEnded: false));
    }

    private async Task<string> AddAsync(
        string machine,
        bool isStanding = true,
        bool isSettled = true,
        RotationPhase phase = RotationPhase.Completed)
    {
        if (_rotationId.Length is 0)
        {
            _rotationId = (await _rotations.OpenAsync(new RotationRequest("sim00001", "rachel"), Stop)).Rotation.RotationId;
            await _rotations.UpdateAsync(_rotationId, current => current with { Phase = phase, EndedAt = _time.GetUtcNow() }, Stop);
        }

        RunCommandName name = RunCommandName.Create(_rotationId, machine, "apply", 1, 1);
        if (isStanding)
        {
            _azure.Add(name.Value);
        }

        await _targets.PutAsync(
            _rotationId,
            [Some.Target(machine, TargetState.Rotated) with
            {
                Send = new(name.Value, TargetAction.Apply, 1, 1, _time.GetUtcNow(), isSettled, DeletePending: true),
            }],
            Stop);
        return name.Value;
    }

    private Task<DeleteFinishedRunCommands.Result> SweepAsync() => _sweep.RunAsync(_rotationId, Stop);

    private Task<RotationRecord> RotationAsync() => _rotations.GetAsync(_rotationId, Stop);

    private async Task<string> LastAuditAsync() => (await _audit.ListAsync(_rotationId, Stop).ToListAsync(Stop))[^1].Detail;
}
