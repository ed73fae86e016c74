using TenantTokens.Fleet.Targets;
using TenantTokens.Local.Hosting;
using TenantTokens.Rotations;
using TenantTokens.Rotations.Plans;
using TenantTokens.Rotations.Reading;

namespace TenantTokens.Local.Following;

/// <summary>
/// Makes sure that a rotation follows the plan that a person has seen. It is checked before anything is opened, and again by the rotation's
/// own planning.
/// </summary>
internal static class ExpectedPlan
{
    /// <summary>Makes the plan now and refuses when it differs. An open rotation is compared by the plan that it has.</summary>
    /// <exception cref="UserErrorException">The plan differs; the message says what changed. Nothing was started.</exception>
    public static async Task CheckAsync(LocalHost host, RotationRequest request, CancellationToken cancellationToken)
    {
        string expected = request.ExpectedPlanHash!;
        if (!PlanHash.IsOne(expected))
        {
            throw new UserErrorException(
                $"--plan '{expected}' is not a plan hash. A plan hash has {PlanHash.Length} lower-case hexadecimal digits, as"
                    + " 'tenant-token plan' prints it.");
        }

        if (await FindOpenAsync(host, request, cancellationToken) is { } open)
        {
            if (open.PlanHash is not null && open.PlanHash != expected)
            {
                throw new UserErrorException(
                    $"Rotation {open.RotationId} is open ({open.Phase}) with plan {open.PlanHash}, not {expected}. Follow it without"
                        + " --plan, or abort it.",
                    ExitCodes.PlanBlocked);
            }

            return;
        }

        if (!await host.TryDriveAsync(cancellationToken))
        {
            throw new UserErrorException($"Another process drives {host.DataPath}. Wait until it ends.");
        }

        RotationSnapshot now = await PlanRun.MakeAsync(host, request, cancellationToken);
        if (now.Plan!.Hash != expected)
        {
            IReadOnlyList<PlanFinding> findings = await host.Get<PlanLedger>()
                .ListFindingsAsync(now.Rotation.RotationId, step: null, cancellationToken);
            throw new UserErrorException(
                $"Nothing was started. {findings.First(static finding => finding.Code == "plan-changed").Message}",
                ExitCodes.PlanBlocked);
        }
    }

    private static async Task<RotationRecord?> FindOpenAsync(LocalHost host, RotationRequest request, CancellationToken cancellationToken)
    {
        RotationLedger rotations = host.Get<RotationLedger>();
        RotationRecord? known = request.RequestKey is { } key
            ? await rotations.FindByKeyAsync(request.EnvironmentId, key, cancellationToken)
            : null;
        known ??= await rotations.FindLatestAsync(request.EnvironmentId, cancellationToken) is { } latest && !latest.Phase.IsTerminal()
            ? latest
            : null;
        return known;
    }
}
