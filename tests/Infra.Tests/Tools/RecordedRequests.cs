using TenantTokens.Tooling;

namespace TenantTokens.Infra.Tests.Tools;

/// <summary>
/// The kinds of requests that whole rotations send to Azure, as RequestKindTests records them, and the right that each needs.
/// https://learn.microsoft.com/azure/role-based-access-control/permissions/compute,
/// https://learn.microsoft.com/azure/key-vault/general/rbac-guide
/// </summary>
internal static class RecordedRequests
{
    private const string Commands = "Tenant token run commands";
    private const string Reader = "Tenant token machine reader";
    private const string Secrets = "Tenant token secrets";

    /// <summary>One a line: service, method and route; for Resource Graph the type that a query asks for.</summary>
    public static IReadOnlyList<string> All()
        => File.ReadAllLines(Path.Combine(Repository.Root, "tests/Infra.Tests/Requests/recorded.txt"));

    /// <summary>The custom role and the action that a request needs.</summary>
    public static IReadOnlyList<(string Role, string Action)> ActionsOf(string request) => request.Split(' ') switch
    {
        ["ResourceManager", "POST", "/providers/Microsoft.ResourceGraph/resources"] => [(Reader, "Microsoft.ResourceGraph/resources/read")],
        ["ResourceGraph", "microsoft.compute/virtualmachines"] => [(Reader, "Microsoft.Compute/virtualMachines/read")],
        ["ResourceGraph", "microsoft.compute/virtualmachinescalesets/virtualmachines"]
            => [(Reader, "Microsoft.Compute/virtualMachineScaleSets/virtualMachines/read")],
        ["ResourceGraph", "microsoft.hybridcompute/machines"] => [(Reader, "Microsoft.HybridCompute/machines/read")],
        ["ResourceManager", "GET", var route] when ListOf(route) is { } type => [(Reader, $"{type}/read")],
        ["ResourceManager", var method, var route] when route.Contains("/runCommands", StringComparison.Ordinal)
            => [(Commands, $"{TypeOf(route)}/{VerbOf(method)}")],
        ["KeyVault", "GET", "/secrets/{name}/{version?}"] => [(Secrets, "Microsoft.KeyVault/vaults/secrets/getSecret/action")],
        ["KeyVault", "GET", "/secrets/{name}/versions"] => [(Secrets, "Microsoft.KeyVault/vaults/secrets/readMetadata/action")],
        ["KeyVault", "PUT", "/secrets/{name}"] => [(Secrets, "Microsoft.KeyVault/vaults/secrets/setSecret/action")],
        ["KeyVault", "PATCH", "/secrets/{name}/{version?}"] => [(Secrets, "Microsoft.KeyVault/vaults/secrets/update/action")],
        _ => throw new InvalidOperationException(
            $"Nobody knows which right '{request}' needs: extend this table, and the roles in infra/."),
    };

    /// <summary>The machines of a resource group or scale set; null for another route.</summary>
    private static string? ListOf(string route)
        => route.Replace("/subscriptions/{subscription}/resourceGroups/{group}/providers/", "", StringComparison.Ordinal) switch
        {
            "Microsoft.Compute/virtualMachines" => "Microsoft.Compute/virtualMachines",
            "Microsoft.Compute/virtualMachineScaleSets/{set}/virtualMachines"
                => "Microsoft.Compute/virtualMachineScaleSets/virtualMachines",
            "Microsoft.HybridCompute/machines" => "Microsoft.HybridCompute/machines",
            _ => null,
        };

    private static string VerbOf(string method) => method switch
    {
        "GET" => "read",
        "PUT" => "write",
        "DELETE" => "delete",
        _ => throw new InvalidOperationException($"{method} is not known here."),
    };

    private static string TypeOf(string route)
        => route.Contains("Microsoft.HybridCompute", StringComparison.Ordinal)
            ? "Microsoft.HybridCompute/machines/runCommands"
            : "Microsoft.Compute/virtualMachines/runCommands";
}
