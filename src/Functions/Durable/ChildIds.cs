namespace TenantTokens.Functions.Durable;

/// <summary>
/// Makes ids for child instances without a given id. They begin with the id of the root instance: Azure Storage does not end children with
/// their parent (https://learn.microsoft.com/azure/azure-functions/durable/durable-functions-instance-management), so those that are left
/// must be found.
/// </summary>
internal static class ChildIds
{
    private const char Mark = '~';
    private const int Digits = 20; // 64 characters of an environment's id and "rotation-" before it: together under 100

    /// <summary>Creates the id of a child.</summary>
    public static string Create(string parentId, Guid number) => $"{PrefixOf(parentId.Split(Mark)[0])}{number.ToString("N")[^Digits..]}";

    /// <summary>Returns the prefix of the ids of all instances under a root.</summary>
    public static string PrefixOf(string rootId) => $"{rootId}{Mark}";
}
