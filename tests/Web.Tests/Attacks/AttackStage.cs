using TenantTokens.Approvals;
using TenantTokens.Configuration.Options;
using TenantTokens.Rotations;
using TenantTokens.Web.Guards;
using TenantTokens.Web.Tests.Infrastructure;

namespace TenantTokens.Web.Tests.Attacks;

/// <summary>
/// What all attacks are tried on: nothing gets through, so nothing of it changes. Each attacker has an address of their own, by which their
/// lines are found.
/// </summary>
public sealed class AttackStage : IAsyncLifetime
{
    /// <summary>The app: a gate of which alice, bob and carol are approvers, and which rachel asked for.</summary>
    internal WebApp App { get; private set; } = null!;

    /// <summary>The same as on Functions, where people sign in.</summary>
    internal WebApp Functions { get; private set; } = null!;

    /// <summary>The tenant of both.</summary>
    internal TestAuthority Entra { get; private set; } = null!;

    /// <summary>The rotation.</summary>
    internal RotationRecord Rotation { get; private set; } = null!;

    /// <summary>Its open gate.</summary>
    internal GateRecord Gate { get; private set; } = null!;

    /// <summary>Another rotation in another environment.</summary>
    internal RotationRecord Other { get; private set; } = null!;

    /// <summary>Its open gate.</summary>
    internal GateRecord OtherGate { get; private set; } = null!;

    /// <summary>The rotation on Functions.</summary>
    internal RotationRecord OnFunctions { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        CancellationToken stop = TestContext.Current.CancellationToken;
        Entra = await TestAuthority.StartAsync(stop);
        App = await WebApp.StartAsync(stop, new WebHostOptions(), Entra.Options, Two, frontEnd: true);
        Functions = await WebApp.StartAsync(stop, new WebHostOptions { LinksNeedSignIn = true }, Entra.Options, Two, frontEnd: true);
        (Rotation, Gate) = await App.AskAsync();
        (Other, OtherGate) = await App.AskAsync("sim00002");
        (OnFunctions, _) = await Functions.AskAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await App.DisposeAsync();
        await Functions.DisposeAsync();
        await Entra.DisposeAsync();
    }

    private static RotationOptions Two(RotationOptions options)
        => options with { Environments = [options.Environments[0], options.Environments[0] with { Id = "sim00002" }] };
}
