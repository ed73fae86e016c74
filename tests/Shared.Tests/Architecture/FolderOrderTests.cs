namespace TenantTokens.Shared.Tests.Architecture;

public sealed class FolderOrderTests
{
    [Fact]
    public void No_folder_uses_one_that_comes_after_it() => Assert.Empty(FolderOrder.Violations(FolderGraph.OfShared));

    [Fact]
    public void No_stage_uses_the_activity_of_another_one_but_in_an_orchestrator()
        => Assert.Empty(FolderOrder.BorrowedActivities(FolderGraph.OfShared));

    [Fact]
    public void The_order_lists_each_folder_once_and_no_other()
        => Assert.Equal(FolderGraph.OfShared.Folders, FolderOrder.Folders.Order(StringComparer.Ordinal));

    [Fact]
    public void A_namespace_is_its_folder()
        => Assert.All(FolderGraph.OfShared.Files, static file => Assert.Contains(
            $"\nnamespace TenantTokens.{FolderGraph.FolderOf(file).Replace('/', '.')};",
            $"\n{File.ReadAllText(Path.Combine(SourceTree.Shared, file))}",
            StringComparison.Ordinal));

    [Fact]
    public void The_drawing_in_the_documents_is_the_code_s_own()
        => GeneratedFile.Expect(
            Path.Combine(SourceTree.Docs, "architecture.md"),
            static document => FolderDrawing.In(document, FolderGraph.OfShared));

    [Fact]
    public void A_use_against_the_order_is_named_with_file_and_line()
    {
        FolderGraph graph = FolderGraph.Of(
            (
                "Ledger/Row.cs",
                "namespace TenantTokens.Ledger;\n\n/// <summary><see cref=\"Rotations.Rotation\"/></summary>\npublic class Row { public"
                    + " Rotations.Rotation? Of; }"),
            (
                "Rotations/Rotation.cs",
                "using TenantTokens.Ledger;\n\nnamespace TenantTokens.Rotations;\n\npublic class Rotation { public Row? Row; }"));
        Assert.Equal(["Ledger/Row.cs(4): Ledger uses Rotation of Rotations"], FolderOrder.Violations(graph));
    }

    [Fact]
    public void A_use_by_a_member_alone_counts_too()
    {
        FolderGraph graph = FolderGraph.Of(
            (
                "Ledger/Row.cs",
                "using TenantTokens.Rotations;\n\nnamespace TenantTokens.Ledger;\n\npublic class Row\n{\n    public int Age(object one)"
                    + " => one.Years();\n}"),
            (
                "Rotations/Ages.cs",
                "namespace TenantTokens.Rotations;\n\npublic static class Ages { public static int Years(this object one) => 1; }"));
        Assert.Equal(["Ledger/Row.cs(7): Ledger uses Ages of Rotations"], FolderOrder.Violations(graph));
    }
}
