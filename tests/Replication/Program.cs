using MGen.Replication.Tests.Simulation;

return args is ["explore", ..]
    ? ExploreCommand.Run(args[1..], Console.Out, Console.Error)
    : await Xunit.Runner.InProc.SystemConsole.ConsoleRunner.Run(args);
