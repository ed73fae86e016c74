using TenantTokens.Dynatrace;
using TenantTokens.Machines;

namespace TenantTokens.Fleet.Matching;

/// <summary>What a person can do about an agent that no command reaches, one sentence each.</summary>
internal static class Remedy
{
    public const string UnknownMachine =
        "Dynatrace lists it but Azure does not. Rotate it by hand, or accept it as an exception if the host is gone.";

    public const string ContainerGate = "Runs in a container: replace its tenant-token secret and restart it.";

    public const string GoldenImage = "Carries a tenant token. Rebuild the image with the new token before finish; hosts that start from"
        + " the old image afterwards do not report.";

    public static string ScaleSet(string scaleSet)
        => $"An instance of the uniform scale set {scaleSet}: put the new token into its model or image, then reimage or roll the"
            + " instances.";

    public static string Platform(OneAgentInfo agent)
        => $"Runs on {agent.PaasType}, where no run command reaches it. Give the platform the new token and deploy again.";

    public static string ApplicationOnly(OneAgentInfo agent) => agent.MayBeSelfRotating
        ? "Monitors an application only: restart its pods or instances once they get the new token."
        : "Monitors an application only: rebuild or restage it with the new token.";

    public static string OtherHost(string resourceId)
        => $"Reports that it runs on {resourceId}, which is not in the fleet. Add its subscription, or rotate it by hand.";

    public static string SeveralMachines(IEnumerable<Machine> machines)
    {
        Machine[] all = [.. machines];
        return $"Fits {all.Length} machines of that name: {FirstOf([.. all.Select(static machine => machine.ResourceId)])}. Give them"
            + " different names, or wait until a probe tells them apart.";
    }

    public static string SeveralAgents(IReadOnlyCollection<string> agentIds)
        => $"{agentIds.Count} agents claim this machine: {FirstOf([.. agentIds])}.";

    public static string FirstOf(IReadOnlyCollection<string> names)
        => string.Join(", ", names.Take(5)) + (names.Count > 5 ? $" and {names.Count - 5} more" : "");
}
