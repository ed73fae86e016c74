using Azure.Core.Pipeline;
using Azure.Security.KeyVault.Secrets;
using TenantTokens.Approvals;
using TenantTokens.Azure;
using TenantTokens.Configuration.Options;
using TenantTokens.Fleet.Targets;
using TenantTokens.Machines;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Gates;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Sending;
using TenantTokens.RunCommand;
using TenantTokens.Testing.Builders;
using TenantTokens.Testing.Vault;
using TenantTokens.Testing.Watches;
using TenantTokens.Tokens;

namespace TenantTokens.Shared.Tests.Rotations.Plans;

/// <summary>
/// A host that carries neither token is named with its fingerprint, and moved only when the approvers accept that token by name.
/// </summary>
public sealed class OlderTokenTests : IDisposable
{
    private const string Older = "0123456789abcdef";
    private readonly WatchWorld _world = new();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GateLedger Gates => (GateLedger)_world.Services.GetService(typeof(GateLedger))!;

    private GateVoting Voting => (GateVoting)_world.Services.GetService(typeof(GateVoting))!;

    public void Dispose() => _world.Dispose();

    [Fact]
    public async Task The_finish_gate_names_it_with_its_fingerprint_and_offers_to_move_it()
    {
        GateRecord gate = await OpenAsync(Left("web"));
        ExceptionItem item = Assert.Single(await Gates.ListExceptionsAsync(WatchWorld.RotationId, gate.GateId, Stop).ToListAsync(Stop));
        Assert.Equal(("oneagent/web", Older), (item.Name, item.OlderToken));
        Assert.Contains(GateChoice.AcceptOlder, gate.Choices);
    }

    [Fact]
    public async Task Without_such_a_host_it_does_not()
    {
        GateRecord gate = await OpenAsync(Some.Target("web", TargetState.Failed));
        Assert.DoesNotContain(GateChoice.AcceptOlder, gate.Choices);
    }

    [Fact]
    public async Task A_gate_that_is_open_when_one_is_found_is_asked_anew()
    {
        GateRecord first = await OpenAsync(Some.Target("web", TargetState.Failed));
        await _world.TargetsAsync(Left("web"));
        GateRecord second = await OpenAsync();
        Assert.NotEqual(first.GateId, second.GateId);
        Assert.Contains(GateChoice.AcceptOlder, second.Choices);
    }

    [Fact]
    public async Task Accepted_by_name_it_is_pending_and_that_very_token_may_be_replaced()
    {
        GateRecord gate = await OpenAsync(Left("web"), Some.Target("other", TargetState.Failed));
        await VoteAsync(gate);

        Assert.Equal(1, await AcceptAsync(gate.GateId));

        TargetRecord accepted = await _world.TargetAsync("oa-web");
        Assert.Equal((TargetState.Pending, Older), (accepted.State, accepted.AcceptedFingerprint));
        Assert.Equal(TargetState.Failed, (await _world.TargetAsync("oa-other")).State);
        Assert.Equal("alice", Assert.Single(await _world.AuditAsync("older-token-accepted")).By);
    }

    [Fact]
    public async Task One_whose_token_is_another_by_then_is_left_alone()
    {
        GateRecord gate = await OpenAsync(Left("web"));
        await VoteAsync(gate);
        await _world.TargetsAsync(Left("web") with { OtherFingerprint = "fedcba9876543210" });

        Assert.Equal(0, await AcceptAsync(gate.GateId));
        Assert.Equal(
            (TargetState.Failed, null),
            ((await _world.TargetAsync("oa-web")).State, (await _world.TargetAsync("oa-web")).AcceptedFingerprint));
    }

    [Theory]
    [InlineData(GateChoice.Approve)]
    [InlineData(GateChoice.Hold)]
    public async Task A_gate_that_decided_something_else_accepts_nothing(GateChoice choice)
    {
        GateRecord gate = await OpenAsync(Left("web"));
        await VoteAsync(gate, choice);
        await Assert.ThrowsAsync<InvalidOperationException>(() => AcceptAsync(gate.GateId));
        Assert.Null((await _world.TargetAsync("oa-web")).AcceptedFingerprint);
    }

    public static TheoryData<string, TargetRecord, string?, string?, string?> WhatACommandFound => new()
    {
        { "neither token", Refused(), Older, Older, null },
        {
            "neither token, after one like it was accepted",
            Refused() with { AcceptedFingerprint = "fedcba9876543210" },
            Older,
            Older,
            null
        },
        { "the old one, after an older one was accepted", Refused() with { AcceptedFingerprint = Older }, "old", null, null },
        { "the new one", Refused(), "new", null, null },
        { "nothing it would tell", Refused() with { OtherFingerprint = Older, AcceptedFingerprint = Older }, null, Older, Older },
        {
            "another trouble",
            Some.Target("web", TargetState.Failed) with { Code = "locked", AcceptedFingerprint = Older, OtherFingerprint = Older },
            Older,
            Older,
            Older
        },
        {
            "it is on the new token now",
            Some.Target("web", TargetState.Rotated) with { AcceptedFingerprint = Older, OtherFingerprint = Older },
            "new",
            null,
            Older
        },
    };

    [Theory]
    [MemberData(nameof(WhatACommandFound))]
    public void A_command_that_finds_such_a_token_notes_it_and_uses_up_what_was_accepted(
        string what,
        TargetRecord target,
        string? fingerprint,
        string? other,
        string? accepted)
    {
        RotationRecord rotation = Some.Rotation() with { OldToken = new("v1", "old"), NewToken = new("v2", "new") };
        TargetRecord noted = OlderToken.Note(target, Report(fingerprint), rotation);
        Assert.True((noted.OtherFingerprint, noted.AcceptedFingerprint) == (other, accepted), what);
    }

    [Theory]
    [InlineData(HostOperatingSystem.Linux, null, "old", null)]
    [InlineData(HostOperatingSystem.Linux, Older, Older, null)]
    [InlineData(HostOperatingSystem.Windows, null, "old", null)]
    [InlineData(HostOperatingSystem.Windows, Older, Older, "old")]
    public async Task The_host_may_replace_what_was_accepted_and_in_its_registry_the_old_token_only(
        HostOperatingSystem system,
        string? accepted,
        string file,
        string? registry)
    {
        IReadOnlyDictionary<string, string> parameters = await ParametersAsync(system, accepted);
        Assert.Equal((file, registry), (parameters["OLD_FINGERPRINT"], parameters.GetValueOrDefault("REGISTRY_FINGERPRINT")));
    }

    private static TargetRecord Left(string name)
        => Some.Target(name, TargetState.Failed) with { Code = OlderToken.Code, Message = "Another token.", OtherFingerprint = Older };

    private static TargetRecord Refused()
        => Some.Target("web", TargetState.Failed) with { Code = OlderToken.Code, Message = "Another token." };

    private static HostReport Report(string? fingerprint)
        => new(1, "apply", "oneagent", "refused", OlderToken.Code, "Another token.", fingerprint, Clock: 0);

    private static async Task<IReadOnlyDictionary<string, string>> ParametersAsync(HostOperatingSystem system, string? accepted)
    {
        RotationOptions options = Some.Options();
        using FakeKeyVault azure = new();
        SecretClientOptions client = new() { Transport = new HttpClientTransport(azure), DisableChallengeResourceVerification = true };
        using TokenVault vault = new(
            new SecretClient(new Uri("https://vault.test"), AzureCredentials.Create(options.Azure), client),
            new SecretScrubber(),
            TimeProvider.System);
        string version = await vault.WriteAsync(
            options.Environments[0].TenantTokenSecret,
            TenantToken.Parse(WatchWorld.New),
            new Dictionary<string, string>(),
            Stop);
        RotationRecord rotation = Some.Rotation() with { OldToken = new("v1", "old"), NewToken = new(version, "new") };
        TargetRecord target = Some.Target("gate", component: Component.ActiveGate);
        target = target with { Machine = target.Machine! with { OperatingSystem = system }, AcceptedFingerprint = accepted };
        (RunCommandRequest request, _) = await new RunCommandFactory(vault, options, TimeProvider.System)
            .CreateAsync(rotation, target, TargetAction.Apply, 7, RunCommandName.Create("rot-1", target.TargetId, "Apply", 7, 1), Stop);
        return request.Parameters;
    }

    private async Task<GateRecord> OpenAsync(params TargetRecord[] targets)
    {
        if (targets.Length > 0)
        {
            await _world.RotationAsync(RotationPhase.AwaitingFinish);
            await _world.ChangeAsync(static rotation => rotation with { PlanHash = "plan" });
            await _world.TargetsAsync(targets);
        }

        OpenGate.Result opened = await _world.RunAsync<OpenGate, OpenGate.Input, OpenGate.Result>(
            new(WatchWorld.RotationId, GateKind.Finish));
        return (await Gates.FindAsync(WatchWorld.RotationId, opened.GateId!, Stop))!;
    }

    private async Task VoteAsync(GateRecord gate, GateChoice choice = GateChoice.AcceptOlder)
    {
        VoteAnswer answer = await Voting.VoteAsync(
            WatchWorld.RotationId,
            gate.GateId,
            new Vote("alice", choice, "It was off.", gate.PlanHash, "test", Some.Now),
            Stop);
        Assert.True(answer.Accepted, answer.Message);
        await _world.RunAsync<CloseGateIfDecided, GateInput, GateOutcome>(new(WatchWorld.RotationId, gate.GateId));
    }

    private Task<int> AcceptAsync(string gateId)
        => _world.RunAsync<AcceptOlder, GateInput, int>(new(WatchWorld.RotationId, gateId));
}
